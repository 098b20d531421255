package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A submission has one effect, however often it is sent. */
class OnceIT extends NavigationTest {
  private static final String FORM =
      "<form s-post='/x'><input id='i' name='i' value='1'><button id='b'>s</button><button id='c'"
          + " name='do' value='other'>o</button></form>";

  private static String keyOf(Asked.Request request) {
    return request.header("idempotency-key");
  }

  @ParameterizedTest
  @CsvSource({
    "<button id='b' s-post='/x'>x</button>",
    "<button id='b' s-action='/x' PUT>x</button>",
    "<button id='b' s-patch='/x'>x</button>",
    "<a id='b' href='/x' s-delete>x</a>",
    "<form s-post='/x'><button id='b'>x</button></form>",
    "<div s-boost><form action='/x' method='post'><button id='b'>x</button></form></div>",
    "<form s-post='/x'><input type='file' name='f'><button id='b'>x</button></form>",
  })
  void everyMutationHasAKeyOfItsOwn(String markup) throws Exception {
    Asked asked = json("/x", "{}");
    clock().install();
    open(markup);
    clickAndLoad("#b");
    String first = keyOf(asked.next());
    assertThat(first).matches("\"\\d+(-\\d+){3}\"");
    clock().fastForward(500);
    clickAndLoad("#b");
    assertThat(keyOf(asked.next())).matches("\"\\d+(-\\d+){3}\"").isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a id='b' href='/x' s-get>x</a>",
        "<form s-get='/x'><button id='b'>x</button></form>",
      })
  void whatChangesNothingHasNone(String markup) throws Exception {
    Asked asked = json("/x", "{}");
    open(markup);
    clickAndLoad("#b");
    assertThat(keyOf(asked.next())).isEmpty();
  }

  /** Answers nothing at all, then as the test says. */
  private Asked broken(String path) {
    return route(
        path,
        ctx -> {
          ctx.contentType("text/html").header("Content-Length", "1000");
          ctx.res().getOutputStream().print("<b>half");
          ctx.res().flushBuffer();
          throw new IllegalStateException("broken on purpose");
        });
  }

  private void clickAndFail(String selector) {
    int before = seen("silcrow:error").size();
    page.click(selector);
    waitFor("window.seen.filter(({type}) => type === 'silcrow:error').length > " + before);
    waitForIdle();
  }

  @Test
  void whatGotNoAnswerIsTheSameSubmissionWhenItIsSentAgain() throws Exception {
    allowNetworkErrors();
    clock().install();
    open(FORM);
    Asked first = broken("/x");
    clickAndFail("#b");
    String key = keyOf(first.next());
    clickAndFail("#b");
    assertThat(keyOf(first.next())).isEqualTo(key);
    Asked then = json("/x", "{}");
    clickAndLoad("#b");
    assertThat(keyOf(then.next())).isEqualTo(key);
    clock().fastForward(500);
    clickAndLoad("#b");
    assertThat(keyOf(then.next())).as("that one was answered").isNotEqualTo(key);
  }

  @Test
  void whatWasChangedIsAnotherSubmission() throws Exception {
    allowNetworkErrors();
    open(FORM);
    Asked asked = broken("/x");
    clickAndFail("#b");
    String key = keyOf(asked.next());
    page.fill("#i", "2");
    clickAndFail("#b");
    String second = keyOf(asked.next());
    assertThat(second).isNotEqualTo(key);
    clickAndFail("#c");
    assertThat(keyOf(asked.next())).as("another button").isNotEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({
    "502, , true",
    "503, , true",
    "504, , true",
    "409, 2, true",
    "429, 2, true",
    "409, , false",
    "422, , false",
    "500, , false",
    "501, , false",
    "400, , false",
  })
  void anAnswerThatLeavesItOpenKeepsTheKey(int status, String retryAfter, boolean kept)
      throws Exception {
    Asked asked =
        route(
            "/x",
            ctx -> {
              if (retryAfter != null) {
                ctx.header("Retry-After", retryAfter);
              }
              ctx.status(status).html("no");
            });
    allowNetworkErrors();
    clock().install();
    open("<p id='t'></p>" + FORM.replace("s-post", "s-target='#t' s-post"));
    clickAndLoad("#b");
    String key = keyOf(asked.next());
    clock().fastForward(500);
    clickAndLoad("#b");
    assertThat(keyOf(asked.next()).equals(key)).isEqualTo(kept);
  }

  @Test
  void theSecondClickOfADoubleClickIsNoneThoughTheAnswerIsFast() throws Exception {
    Asked asked = json("/x", "{}");
    stopClock();
    open(FORM);
    clickAndLoad("#b");
    waitForIdle();
    page.click("#b");
    clock().runFor(399);
    page.click("#b");
    assertThat(asked.count()).isEqualTo(1);
    page.fill("#i", "other");
    clickAndLoad("#b");
    assertThat(asked.count()).as("a form that was changed is another").isEqualTo(2);
    waitForIdle();
    clock().runFor(400);
    clickAndLoad("#b");
    assertThat(asked.count()).as("and so is one that is sent later").isEqualTo(3);
  }

  @Test
  void aCounterMayBeClickedQuickly() {
    Asked asked = json("/x", "{}");
    open("<button id='b' s-post='/x'>+1</button>");
    for (int i = 1; i <= 5; i++) {
      clickAndLoad("#b");
    }
    assertThat(asked.count()).isEqualTo(5);
  }
}
