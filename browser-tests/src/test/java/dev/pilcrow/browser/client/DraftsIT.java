package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user typed and did not send. */
class DraftsIT extends DraftTest {
  @Test
  void aDraftSurvivesAReload() {
    open(FORM);
    page.fill("#i", "mine");
    page.fill("#t", "two\nlines");
    page.reload();
    assertThat(page.inputValue("#i") + "|" + page.inputValue("#t")).isEqualTo("mine|two\nlines");
    assertThat(seen("silcrow:draft")).hasSize(1);
  }

  @Test
  void aDraftSurvivesACrash() {
    open(FORM);
    page.fill("#t", "draft");
    awaitKept(1);
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#t")).isEqualTo("draft");
    assertThat(page.inputValue("#i"))
        .as("what was not changed is the server's")
        .isEqualTo("server");
  }

  @Test
  void everyKindOfControlComesBack() {
    String form =
        "<form id='f' s-post='/x' s-draft><input id='a' type='checkbox' name='c' value='1'><input"
            + " id='b' type='checkbox' name='c' value='2' checked><input id='r1' type='radio'"
            + " name='r' value='1' checked><input id='r2' type='radio' name='r' value='2'><select"
            + " id='s' name='s'><option>a<option>b</select><select id='m' name='m'"
            + " multiple><option>a<option selected>b<option>c</select><input id='n' type='number'"
            + " name='n'><input id='g' type='range' name='g'><input id='d' type='date'"
            + " name='d'></form><input id='o' name='o' form='f'>";
    open(form);
    page.check("#a");
    page.uncheck("#b");
    page.check("#r2");
    page.selectOption("#s", "b");
    page.selectOption("#m", new String[] {"a", "c"});
    page.fill("#n", "7");
    page.fill("#g", "90");
    page.fill("#d", "2026-11-22");
    page.fill("#o", "outside");
    page.reload();
    assertThat(
            js(
                "['a', 'b', 'r1', 'r2'].map((id) => document.getElementById(id).checked).join() +"
                    + " ['s', 'n', 'g', 'd', 'o'].map((id) => ' ' +"
                    + " document.getElementById(id).value).join('') + ' ' +"
                    + " [...document.querySelector('#m').selectedOptions].map(({value}) => value)"))
        .isEqualTo("true,false,false,true b 7 90 2026-11-22 outside a,c");
  }

  @Test
  void whatWasSentIsForgotten() {
    json("/x", "{}");
    open(FORM);
    page.fill("#t", "sent");
    awaitKept(1);
    clickAndLoad("#b");
    assertThat(stored()).isEqualTo(0);
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#t")).isEmpty();
  }

  @Test
  void whatWasTypedAfterwardsIsKept() throws Exception {
    Asked asked = json("/x", "{}").hold();
    open(FORM);
    page.fill("#t", "sent");
    page.click("#b");
    asked.next();
    page.fill("#t", "sent and more");
    asked.release();
    waitForLoads(1);
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#t")).isEqualTo("sent and more");
  }

  @Test
  void aResetForgets() {
    open(FORM);
    page.fill("#t", "draft");
    awaitKept(1);
    page.click("#r");
    assertThat(stored()).isEqualTo(0);
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#t")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "413", "422", "500", "503"})
  void whatTheServerDidNotTakeIsKept(int status) {
    json("/x", status, "{}");
    allowNetworkErrors();
    open(FORM);
    page.fill("#t", "draft");
    clickAndLoad("#b");
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#t")).isEqualTo("draft");
  }

  @Test
  void aLoginThatExpiredLosesNothing() {
    route("/x", ctx -> ctx.redirect("/login", io.javalin.http.HttpStatus.SEE_OTHER));
    document(
        "/login",
        "Login",
        "<form action='/session' method='post' s-action><input id='p' name='p' type=\"password\">"
            + "<button id='go'>go</button></form>");
    route("/session", ctx -> ctx.redirect("/page", io.javalin.http.HttpStatus.SEE_OTHER));
    openMarked(FORM);
    page.fill("#t", "long text");
    page.click("#b");
    awaitVisit("/login");
    page.fill("#p", "secret");
    page.click("#go");
    waitFor("document.querySelector('#t')?.value === 'long text'");
    assertThat(page.url()).isEqualTo(server.url("/page"));
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void aRedirectAfterASubmissionForgets() {
    route("/x", ctx -> ctx.redirect("/page", io.javalin.http.HttpStatus.SEE_OTHER));
    openMarked(FORM);
    page.fill("#t", "sent");
    clickAndLoad("#b");
    assertThat(stored()).isEqualTo(0);
    assertThat(page.inputValue("#t")).isEmpty();
  }

  @Test
  void whatTheBrowserSendsIsForgotten() {
    html("/native", "sent");
    open(FORM.replace("s-post='/x'", "action='/native' method='post'"));
    page.fill("#t", "sent");
    awaitKept(1);
    page.click("#b");
    page.waitForURL(server.url("/native"));
    assertThat(stored()).isEqualTo(0);
  }

  @Test
  void whatWasTypedSinceIsNotOverwritten() {
    html("/part", FORM);
    open(
        "<div id='d'>"
            + FORM
            + "</div><button id='a' s-get='/part' s-html s-target='#d'>a</button>");
    page.fill("#i", "draft");
    page.fill("#t", "draft");
    awaitKept(1);
    page.fill("#i", "newer");
    clickAndLoad("#a");
    assertThat(page.inputValue("#i") + page.inputValue("#t")).isEqualTo("newerdraft");
    assertThat(seen("silcrow:draft")).isEmpty();
  }

  @Test
  void aFormThatComesLaterGetsItsDraft() {
    html("/part", FORM);
    open(FORM);
    page.fill("#t", "draft");
    awaitKept(1);
    crash();
    open("<div id='d'></div><button id='a' s-get='/part' s-html s-target='#d'>a</button>");
    assertThat(seen("silcrow:draft")).isEmpty();
    clickAndLoad("#a");
    assertThat(page.inputValue("#t")).isEqualTo("draft");
  }

  @Test
  void anotherFormAndAnotherPageHaveTheirOwn() {
    document("/other", "Other", FORM);
    open(FORM.replace("s-draft", "s-draft='ada'"));
    page.fill("#t", "ada's");
    awaitKept(1);
    open(FORM.replace("s-draft", "s-draft='bob'"));
    assertThat(page.inputValue("#t")).isEmpty();
    page.navigate(server.url("/other"));
    assertThat(page.inputValue("#t")).isEmpty();
    open(FORM.replace("s-draft", "s-draft='ada'"));
    assertThat(page.inputValue("#t")).isEqualTo("ada's");
  }

  @Test
  void thePageMayLeaveADraftOut() {
    open(FORM);
    page.fill("#t", "draft");
    awaitKept(1);
    crash();
    server.handle(
        "/no.js",
        ctx ->
            ctx.contentType("text/javascript")
                .result("addEventListener('silcrow:draft', (event) => event.preventDefault())"));
    load("<script src='/no.js'></script><script src=\"/silcrow.min.js\" defer></script>", FORM);
    assertThat(seen("silcrow:draft")).hasSize(1);
    assertThat(page.inputValue("#t")).isEmpty();
  }
}
