package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Visits that are under way: what shows them, what ends them, and what several make of each other.
 */
class VisitsIT extends NavigationTest {

  private boolean isLoading(String selector) {
    return (boolean)
        js(
            "(selector) => { const element = document.querySelector(selector);"
                + " return element.classList.contains('silcrow-loading') && element.ariaBusy === 'true'; }",
            selector);
  }

  @Test
  void theTargetShowsThatItLoads() throws Exception {
    Asked asked = json("/x", "{}").hold();
    openMarked("<p id='t' class='mine'></p><button id='b' s-post='/x' s-target='#t'>x</button>");
    page.click("#b");
    asked.next();
    assertThat(isLoading("#t")).isTrue();
    assertThat(page.getAttribute("#b", "aria-disabled")).isEqualTo("true");
    asked.release();
    waitForLoads(1);
    waitForIdle();
    assertThat(page.getAttribute("#t", "class")).isEqualTo("mine");
    assertThat(page.getAttribute("#b", "aria-disabled")).isNull();
  }

  @Test
  void aTargetLoadsAsLongAsAnythingIsOnTheWay() throws Exception {
    Asked first = json("/first", "{}").hold();
    Asked second = json("/second", "{}").hold();
    open(
        "<p id='t'></p><button id='a' s-post='/first' s-target='#t'>a</button>"
            + "<button id='b' s-put='/second' s-target='#t'>b</button>");
    page.click("#a");
    page.click("#b");
    first.next();
    second.next();
    first.release();
    waitForLoads(1);
    waitFor("!document.querySelector('#a[aria-disabled]')");
    assertThat(isLoading("#t")).isTrue();
    second.release();
    waitForLoads(2);
    waitForIdle();
  }

  @Test
  void aRetargetedAnswerLeavesNobodyLoading() {
    route("/x", ctx -> ctx.header("silcrow-retarget", "#other").html("new"));
    open("<p id='t'></p><p id='other'></p><button id='b' s-post='/x' s-target='#t'>x</button>");
    clickAndLoad("#b");
    waitForIdle();
  }

  @Test
  void aDoubleClickIsOneMutation() throws Exception {
    Asked asked = json("/x", "{}").hold();
    open("<button id='b' s-post='/x'>x</button>");
    page.dblclick("#b");
    asked.next();
    page.locator("#b").dispatchEvent("click");
    asked.release();
    waitForLoads(1);
    waitForIdle();
    assertThat(asked.count()).isEqualTo(1);
    assertThat(seen("silcrow:navigate")).hasSize(1);
    clickAndLoad("#b");
    assertThat(asked.count()).as("a click after that is another").isEqualTo(2);
  }

  @Test
  void aFormIsSubmittedOnceAtATime() throws Exception {
    Asked asked = json("/x", "{}").hold();
    openMarked("<form id='f' s-post='/x'><input id='i' name='i'><button id='b'>x</button></form>");
    js("document.querySelector('#i').focus()");
    page.keyboard().press("Enter");
    page.keyboard().press("Enter");
    page.locator("#b").dispatchEvent("click");
    asked.next();
    assertThat(js("document.activeElement.id")).as("the focus stays").isEqualTo("i");
    asked.release();
    waitForLoads(1);
    waitForIdle();
    assertThat(asked.count()).isEqualTo(1);
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void aGetTakesThePlaceOfTheOneBefore() throws Exception {
    Asked slow = html("/slow", "slow").hold();
    html("/fast", "fast");
    open(
        "<p id='t'></p><a id='a' s-get='/slow' s-target='#t'>a</a><a id='b' s-get='/fast' s-target='#t'>b</a>");
    page.click("#a");
    slow.next();
    clickAndLoad("#b");
    slow.release();
    waitForIdle();
    assertThat(text("#t")).isEqualTo("fast");
    assertThat(seen("silcrow:load")).hasSize(1);
    assertThat(reported()).isEmpty();
  }

  @Test
  void theLoadingStateOfTheSecondIsItsOwn() throws Exception {
    Asked slow = html("/slow", "slow").hold();
    Asked later = html("/later", "later").hold();
    open(
        "<p id='t'></p><a id='a' s-get='/slow' s-target='#t'>a</a><a id='b' s-get='/later' s-target='#t'>b</a>");
    page.click("#a");
    slow.next();
    page.click("#b");
    later.next();
    slow.release();
    js("new Promise((done) => setTimeout(done))");
    assertThat(isLoading("#t")).isTrue();
    later.release();
    waitForLoads(1);
    assertThat(text("#t")).isEqualTo("later");
  }

  @Test
  void theSameGetTwiceIsAskedOnce() throws Exception {
    Asked asked = html("/x", "new").hold();
    open("<p id='t'></p><a id='a' s-get='/x' s-target='#t'>a</a>");
    page.dblclick("#a");
    asked.next();
    asked.release();
    waitForLoads(1);
    assertThat(asked.count()).isEqualTo(1);
    assertThat(seen("silcrow:navigate")).hasSize(1);
  }

  @Test
  void getsToDifferentTargetsDoNotDisturbEachOther() throws Exception {
    Asked slow = html("/slow", "slow").hold();
    html("/fast", "fast");
    open(
        "<p id='t'></p><p id='u'></p><a id='a' s-get='/slow' s-target='#t'>a</a>"
            + "<a id='b' s-get='/fast' s-target='#u'>b</a>");
    page.click("#a");
    slow.next();
    clickAndLoad("#b");
    slow.release();
    waitForLoads(2);
    assertThat(text("#t") + text("#u")).isEqualTo("slowfast");
  }

  @Test
  void aMutationIsNeverGivenUp() throws Exception {
    Asked post = json("/post", "{\"n\":1}").hold();
    json("/get", "{\"m\":2}");
    open(
        "<p id='t'><b :text='n'></b><b :text='m'></b></p><a id='a' s-post='/post' s-target='#t'>a</a>"
            + "<a id='b' s-get='/get' s-target='#t'>b</a>");
    page.click("#a");
    post.next();
    clickAndLoad("#b");
    post.release();
    waitForLoads(2);
    assertThat(text("#t")).isEqualTo("12");
  }

  @Test
  void whoeverLeftThePageGetsNoLateAnswer() throws Exception {
    Asked post =
        route(
                "/post",
                ctx ->
                    ctx.header("silcrow-push", "/late")
                        .json("{\"n\":9,\"_toasts\":[{\"message\":\"Saved\",\"level\":\"info\"}]}"))
            .hold();
    document("/other", "Other", "<p id='n' :text='n'>fresh</p>");
    openMarked(
        "<p id='n' :text='n'></p><button id='b' s-post='/post' s-target='#n'>b</button>"
            + "<a id='a' href='/other' s-get>a</a>");
    page.click("#b");
    post.next();
    page.click("#a");
    awaitVisit("/other");
    post.release();
    waitFor("document.querySelector('.silcrow-toast-message')?.textContent === 'Saved'");
    waitForIdle();
    assertThat(text("#n")).isEqualTo("fresh");
    assertThat(page.url()).isEqualTo(server.url("/other"));
    assertThat(seen("silcrow:load")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"s-get", "s-post"})
  void anAnswerThatTakesTooLongIsGivenUp(String verb) throws Exception {
    Asked asked = json("/x", "{\"n\":1}").hold();
    open("<button id='b' " + verb + "='/x' s-timeout='150'><i :text='n'>0</i></button>");
    page.click("#b");
    assertThat(awaitSeen("silcrow:error").get(0))
        .containsEntry("code", "request-timeout")
        .containsEntry("attribution", "network")
        .containsEntry("url", server.url("/x"))
        .containsEntry("element", "#b");
    waitForIdle();
    asked.release();
    assertThat(text("#b")).isEqualTo("0");
    assertThat(reported()).containsExactly("request-timeout");
  }

  @Test
  void thirtySecondsAreEnoughByDefault() throws Exception {
    Asked asked = json("/x", "{}").hold();
    stopClock();
    open("<button id='b' s-post='/x'>x</button>");
    page.click("#b");
    asked.next();
    clock().fastForward(29_900);
    assertThat(reported()).isEmpty();
    clock().fastForward(200);
    awaitSeen("silcrow:error");
    assertThat(reported()).containsExactly("request-timeout");
  }

  @Test
  void aBodyThatNeverEndsIsGivenUpToo() throws Exception {
    var end = new java.util.concurrent.CountDownLatch(1);
    route(
        "/x",
        ctx -> {
          ctx.contentType("text/html");
          ctx.res().getOutputStream().print("<b>half");
          ctx.res().flushBuffer();
          end.await(10, java.util.concurrent.TimeUnit.SECONDS);
        });
    open("<p id='t'>old</p><button id='b' s-post='/x' s-target='#t' s-timeout='200'>x</button>");
    page.click("#b");
    awaitSeen("silcrow:error");
    end.countDown();
    waitForIdle();
    assertThat(reported()).containsExactly("request-timeout");
    assertThat(text("#t")).isEqualTo("old");
  }

  @Test
  void destroyEndsWhatIsUnderWay() throws Exception {
    Asked asked = json("/x", "{\"n\":1}").hold();
    open("<button id='b' s-get='/x'><i :text='n'>0</i></button>");
    page.click("#b");
    asked.next();
    js("Silcrow.destroy()");
    waitForIdle();
    asked.release();
    assertThat(text("#b")).isEqualTo("0");
    assertThat(reported()).isEmpty();
  }
}
