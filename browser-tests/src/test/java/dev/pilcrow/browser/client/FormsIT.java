package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a form sends when it is submitted. */
class FormsIT extends NavigationTest {
  private static final String URLENCODED = "application/x-www-form-urlencoded;charset=UTF-8";

  @ParameterizedTest
  @CsvSource({
    "s-action='/x', POST",
    "s-action='/x' method='put', PUT",
    "s-action='/x' method='GET', GET",
    "s-action='/x' DELETE, DELETE",
    "s-action='/x' method='patch' DELETE, PATCH",
    "s-post='/x', POST",
    "s-put='/x' method='get', PUT",
    "s-patch='/x', PATCH",
    "s-delete='/x', DELETE",
    "s-get='/x', GET",
    "action='/x' method='post' s-action, POST",
  })
  void aFormHasAMethod(String attributes, String method) throws Exception {
    Asked asked = json("/x", "{}");
    openMarked(
        "<form s-target='#out' "
            + attributes
            + "><button id='b'>x</button></form><p id='out'></p>");
    clickAndLoad("#b");
    assertThat(asked.next().method()).isEqualTo(method);
    assertThat(seen("silcrow:navigate").get(0)).containsEntry("trigger", "submit");
  }

  @Test
  void aGetFormAddsItsFieldsToTheQuery() throws Exception {
    Asked asked = html("/search", "<b>found</b>");
    openMarked(
        "<form s-get='/search?page=1' s-html s-target='#out'><input name='q' value='a b&amp;c'>"
            + "<input name='tag' value='x'><input name='tag' value='y'><input value='nameless'>"
            + "<input name='off' disabled value='z'><button id='b'>x</button></form><p id='out'></p>");
    clickAndLoad("#b");
    Asked.Request request = asked.next();
    assertThat(request.query()).isEqualTo("page=1&q=a+b%26c&tag=x&tag=y");
    assertThat(request.header("accept")).startsWith("text/html");
    assertThat(html("#out")).isEqualTo("<b>found</b>");
  }

  @Test
  void aFormIsUrlencoded() throws Exception {
    Asked asked = json("/x", "{}");
    openMarked(
        "<form s-post='/x'><input name='name' value='Zo&euml; &amp; co'>"
            + "<textarea name='text'>a\nb</textarea><button id='b'>x</button></form>");
    clickAndLoad("#b");
    Asked.Request request = asked.next();
    assertThat(request.header("content-type")).isEqualToIgnoringCase(URLENCODED);
    assertThat(request.body()).isEqualTo("name=Zo%C3%AB+%26+co&text=a%0Ab");
    assertThat(request.header("accept")).isEqualTo("application/json, text/html;q=0.9");
  }

  @Test
  void aFormWithAFileIsMultipart() throws Exception {
    Asked asked = json("/x", "{}");
    openMarked(
        "<form s-post='/x'><input id='f' name='f' type='file'><input name='a' value='1'>"
            + "<button id='b'>x</button></form>");
    page.setInputFiles(
        "#f", new FilePayload("n.txt", "text/plain", "content".getBytes(StandardCharsets.UTF_8)));
    clickAndLoad("#b");
    Asked.Request request = asked.next();
    assertThat(request.header("content-type")).startsWith("multipart/form-data; boundary=");
    assertThat(request.body()).contains("filename=\"n.txt\"", "content", "name=\"a\"");
  }

  @Test
  void theSubmitterSaysWhatWhereAndHow() throws Exception {
    Asked form = json("/form", "{}");
    Asked other = json("/other", "{}");
    openMarked(
        "<form s-post='/form'><input name='a' value='1'><button id='save' name='do' value='save'>s</button>"
            + "<button id='drop' name='do' value='drop' formaction='/other' formmethod='get'>d</button>"
            + "</form>");
    clickAndLoad("#save");
    assertThat(form.next().body()).isEqualTo("a=1&do=save");
    clickAndLoad("#drop");
    Asked.Request request = other.next();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.query()).isEqualTo("a=1&do=drop");
  }

  @Test
  void enterSubmitsWithTheFirstButton() throws Exception {
    Asked form = json("/form", "{}");
    openMarked(
        "<form s-post='/form'><input id='a' name='a' value='1'><button name='do' value='save'>s</button>"
            + "</form>");
    page.press("#a", "Enter");
    assertThat(form.next().body()).isEqualTo("a=1&do=save");
    waitForLoads(1);
  }

  @Test
  void aFormThatIsNotValidIsNotSent() {
    Asked form = json("/form", "{}");
    openMarked("<form s-post='/form'><input required name='a'><button id='b'>s</button></form>");
    page.click("#b");
    assertThat(seen("silcrow:navigate")).isEmpty();
    assertThat(form.count()).isZero();
  }

  @Test
  void namesThatHideTheFormsOwnPropertiesDoNoHarm() throws Exception {
    Asked form = json("/form", "{}");
    openMarked(
        "<form id='f' s-post='/form'><input name='method' value='1'><input name='action' value='2'>"
            + "<input name='attributes' value='3'><input name='getAttribute' value='4'>"
            + "<button id='b' name='submit'>s</button></form>");
    js("document.querySelector('#b').click()");
    waitForLoads(1);
    assertThat(form.next().body())
        .isEqualTo("method=1&action=2&attributes=3&getAttribute=4&submit=");
  }

  @Test
  void anActionInsideAFormIsNoSubmission() throws Exception {
    Asked form = json("/form", "{}");
    Asked cancel = json("/cancel", "{}");
    openMarked("<form s-post='/form'><button id='b' s-post='/cancel'>x</button></form>");
    clickAndLoad("#b");
    assertThat(cancel.next().body()).isEmpty();
    assertThat(form.count()).isZero();
  }

  @Test
  void aBoostedFormIsAVisit() throws Exception {
    Asked asked = document("/found", "Found", "<h1>Found</h1>");
    openMarked(
        "<div s-boost><form action='/found?old=1'><input name='q' value='x'><button id='b'>s</button>"
            + "</form></div>");
    page.click("#b");
    awaitVisit("/found?q=x");
    assertThat(asked.next().header("accept")).startsWith("text/html");
    assertThat(page.title()).isEqualTo("Found");
  }

  @Test
  void aBoostedPostShowsWhereItLeads() throws Exception {
    Asked post =
        route(
            "/items",
            ctx -> {
              if (ctx.method().name().equals("POST")) {
                ctx.redirect("/list", io.javalin.http.HttpStatus.SEE_OTHER);
              }
            });
    document("/list", "List", "<h1>List</h1>");
    openMarked(
        "<div s-boost><form action='/items' method='post'><input name='n' value='x'>"
            + "<button id='b'>s</button></form></div>");
    page.click("#b");
    awaitVisit("/list");
    assertThat(post.next().body()).isEqualTo("n=x");
    assertThat(page.title()).isEqualTo("List");
    assertThat(text("body")).isEqualTo("List");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<form method='dialog'><button id='b'>x</button></form>",
        "<form target='_blank' action='/x'><button id='b'>x</button></form>",
        "<form action='https://evil.example/'><button id='b'>x</button></form>",
        "<form action='/x'><button id='b' formtarget='frame'>x</button></form>",
        "<form action='/x'><button id='b' formmethod='dialog'>x</button></form>",
        "<form action='/x'><button id='b' formaction='https://evil.example/'>x</button></form>",
      })
  void someBoostedFormsAreTheBrowsers(String form) {
    openMarked("<div s-boost>" + form + "</div>");
    js(
        "window.left = null; window.addEventListener('submit', (event) => {"
            + " window.left = !event.defaultPrevented; event.preventDefault(); })");
    page.click("#b");
    waitFor("window.left !== null");
    assertThat(js("window.left")).isEqualTo(true);
    assertThat(seen("silcrow:navigate")).isEmpty();
  }

  @Test
  void aFormWithoutActionOfOursIsTheBrowsers() {
    server.page("/plain", documentOf("Plain", "plain"));
    openMarked("<form action='/plain'><button id='b'>x</button></form>");
    page.click("#b");
    page.waitForURL(server.url("/plain?"));
  }

  @Test
  void aForeignActionIsRefusedAndNothingIsSent() {
    openMarked("<form s-post='https://evil.example/'><button id='b'>x</button></form>");
    page.click("#b");
    assertThat(reported()).containsExactly("foreign-url");
    assertThat(js("window.mark")).isEqualTo(1);
  }

  @Test
  void theFormComesBackWithItsErrors() throws Exception {
    route(
        "/form",
        ctx ->
            ctx.status(422)
                .html("<input id='a' name='a' aria-invalid='true'><p role='alert'>Missing</p>"));
    allowNetworkErrors();
    openMarked(
        "<form id='f' s-post='/form' s-html><input id='a' name='a'><button id='b'>s</button></form>");
    clickAndLoad("#b");
    assertThat(text("#f [role=alert]")).isEqualTo("Missing");
    assertThat(reported()).containsExactly("http-status");
    assertThat(page.url()).isEqualTo(server.url("/page"));
  }

  @Test
  void aWholeDocumentWithErrorsTakesThePagesPlace() {
    route(
        "/form",
        ctx ->
            ctx.status(422)
                .html(documentOf("Again", "<form id='f' s-post='/form'>Missing</form>")));
    allowNetworkErrors();
    openMarked("<h1>Old</h1><form s-post='/form'><button id='b'>s</button></form>");
    clickAndLoad("#b");
    assertThat(text("body > form")).isEqualTo("Missing");
    assertThat(page.url()).isEqualTo(server.url("/page"));
    assertThat(page.title()).isEqualTo("Again");
  }

  @Test
  void whatWasSentIsNoDraftAnyMore() throws Exception {
    String form =
        "<form id='f' s-post='/add' s-html><input id='i' name='i'><button id='b'>x</button></form>";
    Asked add = html("/add", "<input id='i' name='i'><button id='b'>x</button><p>Added</p>");
    openMarked(form);
    page.fill("#i", "first");
    clickAndLoad("#b");
    assertThat(text("#f p")).isEqualTo("Added");
    assertThat(page.inputValue("#i")).isEmpty();
    page.fill("#i", "second");
    add.hold();
    page.click("#b");
    page.fill("#i", "second and more");
    add.release();
    waitForLoads(2);
    assertThat(page.inputValue("#i")).as("typed meanwhile").isEqualTo("second and more");
  }

  @Test
  void aFormThatTheAnswerDoesNotShowKeepsWhatItHolds() {
    json("/save", "{}");
    html("/status", "Saved");
    openMarked(
        "<p id='t'></p><form s-post='/save'><input id='i' name='i'><button id='b'>x</button></form>"
            + "<form s-post='/status' s-html s-target='#t'><input id='j' name='j'><button id='c'>x"
            + "</button></form>");
    page.fill("#i", "one");
    clickAndLoad("#b");
    page.fill("#j", "two");
    clickAndLoad("#c");
    assertThat(page.inputValue("#i") + page.inputValue("#j")).isEqualTo("onetwo");
    assertThat(text("#t")).isEqualTo("Saved");
  }
}
