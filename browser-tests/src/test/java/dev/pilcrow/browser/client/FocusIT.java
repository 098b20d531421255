package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the focus is after a swap, and what a list keeps of the user's when it is cut. */
class FocusIT extends MorphTest {
  private static final String PAGE =
      "<input id=\"out\"><main id=\"m\"><a id=\"a\" href=\"#\">1</a><p>2</p></main>";

  private void assertFocus(String id) {
    assertThat(js("document.activeElement.id || document.activeElement.localName")).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a | inner | #m | <p>1</p><button id='a'>same id</button> | a",
        "a | inner | #m | <p>1</p><button>2</button><button id='b' s-focus>3</button> | b",
        "a | inner | #m | <p>1</p><button id='b' autofocus>3</button><button s-focus>4</button> | b",
        "a | inner | #m | <p>1</p><button id='b'>3</button> | m",
        "a | inner | #m | text | m",
        "a | outer | #a | <button id='b'>3</button> | b",
        "a | outer | #a | <p id='b'>3</p> | b",
        "a | remove | #a | '' | m",
        "a | outer | #m | <section id='s'><p>1</p></section> | s",
        "a | inner | #m | <a id='a' href='#'>1</a><button id='b' s-focus>3</button> | b",
        "a | append | #m | <button id='b' s-focus>3</button> | b",
        "a | inner | #m | <a id='a' href='#'>1</a><button id='b' autofocus>3</button> | a",
        "a | append | #m | <button id='b'>3</button> | a",
        "body | inner | #m | <button id='b' s-focus>3</button> | b",
        "body | remove | #a | '' | body",
        "out | inner | #m | <button id='b' s-focus>3</button> | out",
        "out | append | #m | <button id='b' s-focus>3</button> | out",
        "out | inner | #m | text | out",
      })
  void theFocusGoesWhereItBelongs(
      String focused, String mode, String target, String markup, String expected) {
    open(PAGE);
    js("(id) => document.getElementById(id)?.focus()", focused);
    swap(target, markup, mode);
    assertFocus(expected);
  }

  @Test
  void aWishForTheFocusIsHeardOnce() {
    open(PAGE);
    inner("#m", "<input id=\"b\" s-focus><input id=\"c\">");
    assertFocus("b");
    page.focus("#c");
    inner("#m", "<input id=\"b\" s-focus><input id=\"c\" class=\"k\">");
    assertFocus("c");
    inner("#m", "<input id=\"b\"><input id=\"c\">");
    inner("#m", "<input id=\"b\" s-focus><input id=\"c\">");
    assertFocus("b");
  }

  @Test
  void theTargetCanBeLeftByKeyboard() {
    open("<main id=\"m\"><button>1</button></main><button id=\"next\">n</button>");
    page.focus("#m button");
    inner("#m", "<p>1</p>");
    assertFocus("m");
    page.keyboard().press("Tab");
    assertFocus("next");
  }

  @Test
  void aLinkKeepsTheFocusThroughAnUpdate() {
    open("<main id=\"m\"><a href=\"#\">1</a></main>");
    page.focus("#m a");
    remember("link", "#m a");
    inner("#m", "<p>new</p><a href=\"#\" class=\"k\">2</a>");
    assertTrue("document.activeElement === link && link.className === 'k'");
  }

  private static String rows(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "<li id=\"r%d\"><input value=\"%d\"> row</li>".formatted(i, i))
        .collect(Collectors.joining());
  }

  private void assertRows(String expected) {
    assertThat(js("[...$('#l').children].map(({id}) => id.slice(1)).join()")).isEqualTo(expected);
  }

  @Test
  void aListIsCutAtItsOtherEnd() {
    open("<ul id=\"l\" s-max=\"3\">" + rows(0, 2) + "</ul>");
    swap("#l", rows(2, 5), "append");
    assertRows("2,3,4");
    swap("#l", rows(0, 2), "prepend");
    assertRows("0,1,2");
    swap("#l", rows(2, 3) + rows(7, 8), "append");
    assertRows("1,2,7");
    inner("#l", rows(0, 5));
    assertRows("0,1,2,3,4");
  }

  @Test
  void whatTheUserIsInIsCutLater() {
    open("<ul id=\"l\" s-max=\"2\">" + rows(0, 2) + "</ul><input id=\"out\">");
    page.focus("#r0 input");
    swap("#l", rows(2, 4), "append");
    assertRows("0,3");
    page.focus("#out");
    swap("#l", rows(4, 5), "append");
    assertRows("3,4");
    js(
        """
        new Promise((resolve) => {
          document.addEventListener('selectionchange', resolve, {once: true});
          getSelection().selectAllChildren($('#r3'));
        }).then(() => undefined)
        """);
    swap("#l", rows(5, 7), "append");
    assertRows("3,6");
  }

  @Test
  void whatWasTypedIntoARowIsHandedOverWhenItIsCut() {
    open("<ul id=\"l\" s-max=\"1\">" + rows(0, 1) + "</ul><input id=\"out\">");
    page.fill("#r0 input", "typed");
    page.focus("#out");
    swap("#l", rows(1, 2), "append");
    assertRows("1");
    assertThat(seen("silcrow:discard").get(0)).containsEntry("value", "typed");
  }

  @Test
  void aBadMaximumMeansNone() {
    open("<ul id=\"l\" s-max=\"many\">" + rows(0, 2) + "</ul>");
    swap("#l", rows(2, 4), "append");
    assertRows("0,1,2,3");
  }
}
