package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The samples of docs/sanitiser.md, taken literally. */
class SanitiserGuideIT extends ClientTest {
  private static String sample(String tag) throws IOException {
    String text = Files.readString(Path.of("../docs/src/test/resources/samples/sanitiser.html"));
    return text.substring(
        text.indexOf("<!-- tag::" + tag + "[] -->"), text.indexOf("<!-- end::" + tag + "[] -->"));
  }

  /** What some markup becomes in an element, by the way of :html or of a message. */
  private String put(String selector, String markup) throws Exception {
    Peer peer = server.await("/ws/a");
    peer.send(
        (String)
            js(
                "([target, markup]) => JSON.stringify({type: 'html', target, markup})",
                java.util.List.of(selector, markup)));
    waitFor("document.querySelector('" + selector + "').firstElementChild");
    return html(selector);
  }

  @Test
  void theRegionsDoWhatTheirCommentsSay() throws Exception {
    open(sample("regions") + "<i s-live=\"/ws/a\"></i>");
    js("Silcrow.patch({name: 'changed'}, 'body')");
    assertThat(text("[s-ignore] b")).isEqualTo("Example");
    assertThat(put("#editor", "<iframe title=\"x\"></iframe><link rel=\"x\">"))
        .isEqualTo("<iframe title=\"x\"></iframe><link rel=\"x\">");
  }

  @Test
  void theCommentKeepsItsButtonAndItsTextIsPlain() throws Exception {
    open(sample("regions") + "<i s-live=\"/ws/a\"></i>");
    String comment = sample("comment").replace("Hello", "<b s-get=\"/x\" id=\"c7\">Hello</b>");
    assertThat(put("#story", comment))
        .contains("s-delete=\"/comments/7\"", "<div s-untrusted=\"\"><b>Hello</b> <i>world</i>");
  }

  @Test
  void theWholePageTrustsItsServer() throws Exception {
    open(sample("page"), "<div id=\"t\"></div><i s-live=\"/ws/a\"></i>");
    assertThat(put("#t", "<link rel=\"x\">")).isEqualTo("<link rel=\"x\">");
  }

  @Test
  void anotherSanitizerIsAsked() throws Exception {
    server.handle(
        "/purify.min.js",
        ctx ->
            ctx.contentType("text/javascript")
                .result(
                    """
                    window.DOMPurify = {
                      sanitize(markup, {RETURN_DOM_FRAGMENT, ADD_ATTR}) {
                        const fragment = new DocumentFragment();
                        const element = document.createElement('u');
                        element.textContent = `${RETURN_DOM_FRAGMENT} ${ADD_ATTR('s-get')} ${ADD_ATTR('onclick')}`;
                        fragment.append(element);
                        return fragment;
                      },
                    };
                    """));
    load(
        TestServer.LENIENT,
        sample("plugin"),
        "<div id=\"t\"></div><div id=\"u\" s-untrusted></div><i s-live=\"/ws/a\"></i>");
    assertThat(put("#t", "<b>x</b>")).isEqualTo("<u>true true false</u>");
  }
}
