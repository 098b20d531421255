package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What markup may not bring into the page: nothing runs, loads from elsewhere, or stays behind. */
class SanitizerIT extends HostileTest {
  private static final String SECTIONS =
      """
      (list) => list.map((markup, i) => JSON.stringify([
        {type: 'html', target: `#t${i}`, markup},
        {type: 'patch', target: `#s${i}`, data: {[`n${i}`]: 'ok'}},
      ]))
      """;

  /** For each item what it left behind, and whether the rest of its message came through. */
  private static final String RESULTS =
      """
      ([list, level]) => {
        const byId = (id) => Document.prototype.getElementById.call(document, id);
        return list.flatMap((markup, i) => {
          const bad = inspect(byId(`t${i}`), level);
          if (byId(`b${i}`).textContent !== 'ok') bad.push('the rest of the message was lost');
          return bad.length ? [`${markup} left ${bad}`] : [];
        });
      }
      """;

  @ParameterizedTest
  @MethodSource("pages")
  void hostileMarkupLeavesNothingThatRuns(boolean policy, boolean ownSanitizer) throws Exception {
    assertThat(survivors(policy, ownSanitizer, "", "server")).isEmpty();
    assertThat(whatRan()).isEmpty();
    assertThat(reported()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hostileMarkupInAnUntrustedRegionLeavesPlainText(boolean policy) throws Exception {
    assertThat(survivors(policy, true, "s-untrusted", "untrusted")).isEmpty();
    assertThat(whatRan()).isEmpty();
    assertThat(reported()).isEmpty();
  }

  /** Sends the corpus to the built client, each item with a patch behind it. */
  private List<?> survivors(boolean policy, boolean ownSanitizer, String region, String level)
      throws Exception {
    List<String> corpus = Corpus.unescaped("hostile.txt");
    assertThat(corpus).hasSizeGreaterThanOrEqualTo(200);
    var body = new StringBuilder("<main id=\"live\" s-live=\"/ws/a\"></main>");
    for (int i = 0; i < corpus.size(); i++) {
      body.append(
          "<section id=\"s%1$d\"><div %2$s><div id=\"t%1$d\"></div></div><b id=\"b%1$d\" :text=\"n%1$d\"></b></section>"
              .formatted(i, region));
    }
    openWatched(policy, ownSanitizer, "", body.toString());
    Peer peer = server.await("/ws/a");
    for (Object frame : (List<?>) js(SECTIONS, corpus)) {
      peer.send((String) frame);
    }
    peer.send("{\"type\":\"custom\",\"event\":\"done\",\"data\":null}");
    awaitSeen("silcrow:ws:done");
    return (List<?>) js(RESULTS, List.of(corpus, level));
  }

  @Test
  void theResultIsTheSameWithAndWithoutTheBrowsersOwnSanitizer() {
    List<String> corpus = Corpus.unescaped("hostile.txt");
    openWatched(false, true, "", "");
    Object with = js(CLEANED, Map.of("list", corpus, "level", 0));
    openWatched(false, false, "", "");
    assertThat(js(CLEANED, Map.of("list", corpus, "level", 0))).isEqualTo(with);
  }

  /** Markup after cleaning, written out. */
  static final String CLEANED =
      """
      async ({list, level}) => {
        const {sanitize} = await import('/src/html/sanitize.js');
        return list.map((markup) => {
          const host = document.implementation.createHTMLDocument('').createElement('div');
          host.append(sanitize(markup, null, level));
          return host.innerHTML;
        });
      }
      """;

  @Test
  void inlineStyleIsAppliedThroughTheObjectModel() {
    open("<div id=\"target\"></div>");
    swap("<p style=\"color: red; width: 40%; background: url(/x)\">x</p>");
    assertThat((String) js("document.querySelector('#target p').style.cssText"))
        .startsWith("color: red; width: 40%;")
        .doesNotContain("url");
    assertThat(js("getComputedStyle(document.querySelector('#target p')).color"))
        .isEqualTo("rgb(255, 0, 0)");
  }

  @Test
  void linksThatOpenAWindowCannotReachBack() {
    open("<div id=\"target\"></div>");
    swap(
        "<a href=\"/x\" target=\"_blank\">x</a><a href=\"/y\" rel=\"me\" target=\"_BLANK\">y</a>"
            + "<a href=\"/z\" target=\"_blank\" rel=\"noopener noreferrer\">z</a>");
    assertThat(js("[...document.querySelectorAll('#target a')].map(({rel}) => rel)"))
        .isEqualTo(List.of("noopener noreferrer", "me noopener noreferrer", "noopener noreferrer"));
  }

  /** Compared with what the parser alone takes, so that a busy machine does not matter. */
  @Test
  void aMebibyteOfMarkupIsCleanedInTheTimeOfParsingIt() {
    openWatched(false, true, "", "");
    Object ratio =
        js(
            """
            async () => {
              const {sanitize} = await import('/src/html/sanitize.js');
              const row = '<p onclick=x class="a b" id="r"><a href="/x" target=_blank>x</a><img srcset="/a 1x"></p>';
              const markup = row.repeat(1024 * 1024 / row.length);
              const template = document.implementation.createHTMLDocument('').createElement('template');
              const time = (work) => Math.min(...[1, 2, 3].map(() => {
                const start = performance.now();
                work();
                return performance.now() - start;
              }));
              return time(() => sanitize(markup)) / time(() => { template.innerHTML = markup; });
            }
            """);
    assertThat(((Number) ratio).doubleValue()).isLessThan(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img srcset=\"%s\">|,",
        "<img srcset=\"x %s\">|(",
        "<img srcset=\"%s\">|a, ",
        "<i style=\"%s\">|(",
        "<i style=\"background:%s\">|url(",
        "<b fill=\"url(%s\">| ",
        "<b %s>|onclick=x ",
        "<a target=\"%sx\">| ",
        "<a href=\"%sx:\">| ",
        "<p %s>|a:b ",
        "%s|<script></script>",
        "%s|<template>",
        "%s|<b s-untrusted>"
      })
  void longHostileValuesTakeNoLongerThanTheirLength(String form) {
    openWatched(false, true, "", "");
    String[] parts = form.split("\\|");
    Object millis =
        js(
            """
            async ([form, part]) => {
              const {sanitize} = await import('/src/html/sanitize.js');
              const markup = form.replace('%s', () => part.repeat(100000 / part.length));
              const start = performance.now();
              sanitize(markup);
              return performance.now() - start;
            }
            """,
            List.of(parts[0], parts[1]));
    assertThat(((Number) millis).doubleValue()).as(form).isLessThan(3000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<div>", "<b>", "<template>", "<svg><g>", "<math><mrow>", "<p s-untrusted>"})
  void markupOfAnyDepthIsCleaned(String open) {
    openWatched(false, true, "", "");
    Object bad =
        js(
            "(open) => import('/src/html/sanitize.js').then(({sanitize}) =>"
                + " inspect(sanitize(open.repeat(10000) + '<img src=x onerror=alert(1)>')))",
            open);
    assertThat((List<?>) bad).isEmpty();
  }

  private void swap(String markup) {
    js(
        "(markup) => import('/src/morph/swap.js').then(({swap}) =>"
            + " swap(document.querySelector('#target'), markup))",
        markup);
  }
}
