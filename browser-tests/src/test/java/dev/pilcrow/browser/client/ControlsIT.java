package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user typed and chose outlives what the server sends meanwhile. */
class ControlsIT extends MorphTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<input id='c' value='old'> | <p>new</p><input id='c' value='new' class='k'>",
        "<input id='c' value='old'> | <label>in<input id='c' value='new' type='search'></label>",
        "<input name='c' value='old'> | <p></p><b><input name='c' value='new'></b>",
        "<input value='old'><i>1</i> | <p>1</p><i>2</i><input value='new'>",
        "<textarea id='c'>old</textarea> | <p></p><textarea id='c'>new</textarea>",
        "<p>1</p><textarea name='c'>old</textarea> | <div><textarea name='c'>new</textarea></div>",
        "<b :key='1'><input name='q' value='old'></b> | <b :key='2'><input name='q'></b><b :key='1'><input name='q' value='new'></b>",
      })
  void whatWasTypedStaysWithItsSelection(String before, String after) {
    open("<main>" + before + "</main>");
    remember("control", "main input, main textarea");
    page.focus("main input, main textarea");
    page.keyboard().press("End");
    page.keyboard().type(" typed text");
    js("control.setSelectionRange(5, 8, 'backward')");
    inner("main", after);
    assertTrue("document.activeElement === control");
    assertThat(js("control.value")).isEqualTo("old typed text");
    assertThat(js("control.defaultValue")).isEqualTo("new");
    assertThat(
            js("[control.selectionStart, control.selectionEnd, control.selectionDirection].join()"))
        .isEqualTo("5,8,backward");
  }

  @Test
  void undoGoesOnWhereItWas() {
    open("<main><p>1</p><input id=\"c\" value=\"old\"><p>2</p></main>");
    page.focus("#c");
    page.keyboard().press("End");
    page.keyboard().type(" one");
    inner("main", "<p>3</p><p>4</p><input id=\"c\" value=\"server\" class=\"k\">");
    page.keyboard().press("Control+z");
    assertThat(page.inputValue("#c")).isEqualTo("old");
    page.keyboard().press("Control+Shift+z");
    assertThat(page.inputValue("#c")).isEqualTo("old one");
  }

  @Test
  void whatWasTypedAndLeftStaysToo() {
    open(
        "<main><input id=\"a\" value=\"1\"><textarea id=\"b\">1</textarea><input id=\"z\"></main>");
    page.fill("#a", "mine");
    page.fill("#b", "mine too");
    page.focus("#z");
    inner("main", "<textarea id=\"b\">2</textarea><input id=\"z\"><input id=\"a\" value=\"2\">");
    assertThat(page.inputValue("#a") + page.inputValue("#b")).isEqualTo("minemine too");
  }

  @Test
  void whatTheUserLeftAloneTakesTheServersValue() {
    open(
        "<main><input id=\"a\" value=\"1\"><textarea id=\"b\">1</textarea><input id=\"c\" type=\"checkbox\">"
            + "<select id=\"d\"><option>1<option>2</select><input id=\"e\" type=\"range\"></main>");
    page.fill("#a", "x");
    page.fill("#a", "1");
    page.check("#c");
    page.uncheck("#c");
    page.selectOption("#d", "2");
    page.selectOption("#d", "1");
    js("document.activeElement.blur()");
    inner(
        "main",
        "<input id=\"a\" value=\"2\"><textarea id=\"b\">2</textarea><input id=\"c\" type=\"checkbox\" checked>"
            + "<select id=\"d\"><option>1<option selected>2</select><input id=\"e\" type=\"range\" value=\"70\">");
    assertThat(js("['a', 'b', 'd', 'e'].map((id) => $('#' + id).value).join()"))
        .isEqualTo("2,2,2,70");
    assertTrue("$('#c').checked");
  }

  @Test
  void aFieldThatOnlyHadTheFocusTakesTheServersValueWhenItIsLeft() {
    open("<main><input id=\"a\" value=\"1\"></main>");
    page.focus("#a");
    inner("main", "<input id=\"a\" value=\"2\">");
    assertThat(page.inputValue("#a")).isEqualTo("1");
    js("$('#a').blur()");
    assertThat(page.inputValue("#a")).isEqualTo("2");
  }

  @Test
  void choicesStay() {
    open(
        "<main><input id=\"a\" type=\"checkbox\"><input id=\"b\" type=\"checkbox\" checked>"
            + "<input id=\"r1\" type=\"radio\" name=\"r\" value=\"1\" checked>"
            + "<input id=\"r2\" type=\"radio\" name=\"r\" value=\"2\">"
            + "<input id=\"r3\" type=\"radio\" name=\"r\" value=\"3\">"
            + "<select id=\"s\"><option>1<option>2<option>3</select>"
            + "<select id=\"m\" multiple><option selected>1<option>2<option>3</select></main>");
    page.check("#a");
    page.uncheck("#b");
    page.check("#r2");
    page.selectOption("#s", "3");
    page.selectOption("#m", new String[] {"2", "3"});
    js("document.activeElement.blur()");
    inner(
        "main",
        "<p>new</p><input id=\"a\" type=\"checkbox\" class=\"k\"><input id=\"b\" type=\"checkbox\" checked class=\"k\">"
            + "<input id=\"r1\" type=\"radio\" name=\"r\" value=\"1\">"
            + "<input id=\"r2\" type=\"radio\" name=\"r\" value=\"2\">"
            + "<input id=\"r3\" type=\"radio\" name=\"r\" value=\"3\" checked>"
            + "<select id=\"s\"><option>0<option selected>1<option>2<option>3</select>"
            + "<select id=\"m\" multiple><option>0<option selected>1<option>2<option>3</select>");
    assertThat(
            js("[...document.querySelectorAll(':checked')].map(({id, text}) => id || text).join()"))
        .isEqualTo("a,r2,3,2,3");
  }

  @Test
  void aChoiceThatIsGoneIsTheServers() {
    open("<main><select id=\"s\"><option>1<option>2<option>3</select></main>");
    page.selectOption("#s", "3");
    inner("main", "<select id=\"s\"><option>1<option selected>2</select>");
    assertThat(page.inputValue("#s")).isEqualTo("2");
  }

  @Test
  void optionsThatAreAppendedDoNotChooseThemselves() {
    open("<main><select id=\"s\"><option>1<option>2</select></main>");
    page.selectOption("#s", "2");
    swap("#s", "<option selected>3</option>", "append");
    assertThat(page.inputValue("#s")).isEqualTo("2");
  }

  @Test
  void whatHasArrivedMayBeEmptied() {
    String form =
        "<form id=\"f\" s-action=\"/say\" s-target=\"#f\" s-html><input name=\"text\"></form>";
    server.handle(
        "/say", ctx -> ctx.html("<input name=\"text\"><i>" + ctx.formParam("text") + "</i>"));
    open("<main>" + form + "</main>");
    page.fill("input", "hello");
    page.keyboard().press("Enter");
    waitFor("$('i')?.textContent === 'hello'");
    assertThat(page.inputValue("input")).isEmpty();
    assertTrue("document.activeElement === $('input')");
    page.keyboard().type("more");
    inner("main", form);
    assertThat(page.inputValue("input")).isEqualTo("more");
  }

  @Test
  void whatWasRefusedIsNotLost() {
    allowNetworkErrors();
    server.handle("/say", ctx -> ctx.status(422).html("<input name=\"text\"><b>no</b>"));
    open("<form id=\"f\" s-action=\"/say\" s-target=\"#f\" s-html><input name=\"text\"></form>");
    page.fill("input", "hello");
    page.keyboard().press("Enter");
    waitFor("$('b')");
    assertThat(page.inputValue("input")).isEqualTo("hello");
  }

  @Test
  void chosenFilesStay() {
    open("<main><input id=\"f\" type=\"file\"></main>");
    page.setInputFiles(
        "#f", new FilePayload("a.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8)));
    inner("main", "<p>1</p><label><input id=\"f\" type=\"file\" class=\"k\"></label>");
    assertThat(js("$('#f.k').files[0].name")).isEqualTo("a.txt");
  }

  @Test
  void editableElementsKeepWhatIsWrittenInThem() {
    open("<main><div id=\"e\" contenteditable=\"true\">old</div><input id=\"z\"></main>");
    page.focus("#e");
    page.keyboard().press("End");
    page.keyboard().type(" typed");
    inner(
        "main",
        "<input id=\"z\"><section><div id=\"e\" contenteditable=\"true\" class=\"k\">new</div></section>");
    assertThat(text("#e.k")).isEqualTo("old typed");
    page.keyboard().type("!");
    assertThat(text("#e")).isEqualTo("old typed!");
    swap("#e", "inner", "inner");
    assertThat(text("#e")).isEqualTo("old typed!");
    page.focus("#z");
    inner(
        "main",
        "<input id=\"z\"><section><div id=\"e\" contenteditable=\"true\">newer</div></section>");
    assertThat(text("#e")).isEqualTo("old typed!");
    inner(
        "main",
        "<input id=\"z\"><section><div id=\"e\" contenteditable=\"true\">old typed!</div></section>");
    inner(
        "main",
        "<input id=\"z\"><section><div id=\"e\" contenteditable=\"true\">newest</div></section>");
    assertThat(text("#e")).isEqualTo("newest");
  }

  @Test
  void typedTextWithoutAPlaceIsHandedOver() {
    open("<main><p>1</p><input id=\"c\" value=\"old\"><input id=\"d\" value=\"old\"></main>");
    page.fill("#c", "typed");
    inner("main", "<p>2</p>");
    assertThat(seen("silcrow:discard")).hasSize(1);
    assertThat(seen("silcrow:discard").get(0))
        .containsEntry("element", "#c")
        .containsEntry("value", "typed");
    assertThat(html("main")).isEqualTo("<p>2</p>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"inner | <p>2</p>", "outer | <p>2</p>", "remove | <p>2</p>"})
  void aPageCanKeepWhatWasTyped(String mode, String markup) {
    open("<main><section id=\"s\"><div><input id=\"c\"></div></section></main>");
    page.fill("#c", "typed");
    js(
        "document.addEventListener('silcrow:discard', (event) => event.preventDefault()); undefined");
    swap("#s", markup, mode);
    assertThat(page.inputValue("#c")).isEqualTo("typed");
  }

  @Test
  void aCompositionGoesOnInTheMidstOfUpdates() {
    open("<main><p>1</p><form><input id=\"c\" value=\"a\"></form></main>");
    page.focus("#c");
    page.keyboard().press("End");
    CDPSession browser = context().newCDPSession(page);
    compose(browser, "に");
    inner(
        "main", "<h1>t</h1><form class=\"k\"><b>1</b><input id=\"c\" value=\"b\"></form><p>2</p>");
    compose(browser, "にほ");
    assertThat(page.inputValue("#c")).isEqualTo("aにほ");
    assertTrue("$('form.k #c') === document.activeElement && $('p').textContent === '2'");
    JsonObject text = new JsonObject();
    text.addProperty("text", "日本");
    browser.send("Input.insertText", text);
    assertThat(page.inputValue("#c")).isEqualTo("a日本");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inner | main | <p>2</p>",
        "inner | main | <section><form><input id=\"c\"></form></section>",
        "inner | form | <b><input id=\"c\"></b>",
        "outer | form | <p>2</p>",
        "remove | form | ''",
      })
  void aSwapThatLeavesAComposedTextNoPlaceWaits(String mode, String target, String markup) {
    open("<main><form><input id=\"c\" value=\"a\"></form></main>");
    remember("control", "#c");
    page.focus("#c");
    compose(context().newCDPSession(page), "に");
    swap(target, markup, mode);
    swap("main", "<i>later</i>", "append");
    assertMutations(0);
    assertThat(html("main")).isEqualTo("<form><input id=\"c\" value=\"a\"></form>");
    js("control.blur()");
    waitFor("$('i') && $('main').lastChild === $('i')");
    assertThat(html("main")).doesNotStartWith("<form><input");
  }

  @Test
  void aComposedTextOfAnEditableElementIsNotTouched() {
    open("<main><div id=\"e\" contenteditable=\"true\">a</div><p>1</p></main>");
    page.focus("#e");
    page.keyboard().press("End");
    CDPSession browser = context().newCDPSession(page);
    compose(browser, "に");
    inner("main", "<p>2</p><div id=\"e\" contenteditable=\"true\">server</div>");
    compose(browser, "にほ");
    assertThat(text("#e")).isEqualTo("aにほ");
    assertThat(html("main")).startsWith("<p>2</p>");
  }
}
