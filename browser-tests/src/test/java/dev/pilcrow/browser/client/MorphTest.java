package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.util.List;
import java.util.Map;

/**
 * Swaps that arrive as messages of the server, through a socket that the test holds in its hand.
 */
abstract class MorphTest extends ClientTest {
  private static final String SOCKET =
      """
      () => {
        window.WebSocket = class extends EventTarget {
          static OPEN = 1;
          readyState = 1;
          bufferedAmount = 0;
          constructor() {
            super();
            window.socket = this;
            queueMicrotask(() => this.onopen?.(new Event('open')));
          }
          send() {}
          close() {}
        };
        const live = document.createElement('i');
        document.documentElement.append(live);
        Silcrow.live(live, 'ws:/ws/fake');
        window.changes = [];
        const observer = new MutationObserver((records) => changes.push(...records));
        observer.observe(document.body,
          {subtree: true, childList: true, attributes: true, characterData: true});
        window.apply = (target, markup, swap) => {
          changes.push(...observer.takeRecords());
          changes.length = 0;
          if (target instanceof Element) {
            target.id ||= 'target';
            target = '#' + target.id;
          }
          socket.onmessage({data: JSON.stringify({type: 'html', target, markup, swap})});
          Silcrow.flush?.();
          changes.push(...observer.takeRecords());
        };
        window.$ = (selector) => document.querySelector(selector);
      }
      """;

  @Override
  protected void open(String body) {
    super.open(body);
    js(SOCKET);
  }

  /** Carries out an html event of the server. */
  protected void swap(String target, String markup, String swap) {
    js(
        "({target, markup, swap}) => window.apply(target, markup, swap)",
        Map.of("target", target, "markup", markup, "swap", swap));
  }

  protected void inner(String target, String markup) {
    swap(target, markup, "inner");
  }

  /** How many mutations the last swap made. */
  protected void assertMutations(int expected) {
    Object found =
        js(
            """
            changes.map(({type, target, attributeName, addedNodes, removedNodes}) =>
              [type, target.nodeName, attributeName, addedNodes.length, removedNodes.length].join(' '))
            """);
    assertThat((List<?>) found).as("mutations").hasSize(expected);
  }

  /** Asserts that an expression is true in the page. */
  protected void assertTrue(String expression) {
    assertThat(js("Boolean(" + expression + ")")).as(expression).isEqualTo(true);
  }

  /** Remembers the element of a selector under a name, to be found the same later. */
  protected void remember(String name, String selector) {
    js(
        "([name, selector]) => { window[name] = document.querySelector(selector); }",
        List.of(name, selector));
  }

  /** Composes text in the focused control, as an input method does. */
  protected static void compose(CDPSession browser, String text) {
    JsonObject composition = new JsonObject();
    composition.addProperty("text", text);
    composition.addProperty("selectionStart", text.length());
    composition.addProperty("selectionEnd", text.length());
    browser.send("Input.imeSetComposition", composition);
  }
}
