package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guesses about the rows of a list. */
class OptimisticRowsIT extends ClientTest {
  private static final String LIST =
      "<ul id=\"list\"><template s-for=\"x in rows\" :key=\"x.id\"><li><b :text=\"x.name\"></b>"
          + "<input :value=\"x.note\"></li></template></ul>";

  private void list() {
    open(LIST);
    js(
        "Silcrow.patch({rows: [{id: 1, name: 'a', note: ''}, {id: 2, name: 'b', note: ''}]}, '#list')");
  }

  private Object rows() {
    return js(
        "[...document.querySelectorAll('#list li')].map((li) => li.getAttribute(':key') + li.textContent"
            + " + li.querySelector('input').value).join()");
  }

  @Test
  void rowsComeGoAndChangeAndAreAsBefore() {
    list();
    js(
        "window.nodes = [...document.querySelectorAll('#list li')];"
            + " window.g = Silcrow.optimistic('#list', {rows: [{id: 3, name: 'c'}, {id: 2, name: 'B'}]})");
    assertThat(rows()).isEqualTo("3c,2B");
    js("window.h = Silcrow.optimistic('#list', {rows: {id: 4, name: 'd'}})");
    js("window.k = Silcrow.optimistic('#list', {rows: {id: 2, _remove: true}})");
    assertThat(rows()).isEqualTo("3c,4d");
    js("g.undo()");
    assertThat(rows()).isEqualTo("1a,4d");
    js("h.undo(); k.undo()");
    assertThat(rows()).isEqualTo("1a,2b");
    assertThat(js("[...document.querySelectorAll('#list li')].every((li, i) => li === nodes[i])"))
        .as("the same elements")
        .isEqualTo(true);
    assertThat(reported()).isEmpty();
  }

  @Test
  void aRowOfTheServerSaysNothingAboutAnother() {
    list();
    js("window.g = Silcrow.optimistic('#list', {rows: {id: 1, name: 'A', note: 'n'}})");
    js("Silcrow.patch({rows: {id: 2, name: 'B'}}, '#list')");
    assertThat(rows()).isEqualTo("1An,2B");
    js("Silcrow.patch({rows: {id: 1, name: 'server'}}, '#list')");
    assertThat(rows()).isEqualTo("1servern,2B");
    js("g.undo()");
    assertThat(rows()).isEqualTo("1server,2B");
    js("window.g = Silcrow.optimistic('#list', {rows: {id: 1, name: 'A'}})");
    js("Silcrow.patch({rows: [{id: 1, name: 'x'}]}, '#list'); g.undo()");
    assertThat(rows()).isEqualTo("1x");
  }

  @Test
  void whatIsTypedIntoARowSurvivesItsUndo() {
    list();
    page.locator("#list input").first().fill("before");
    js(
        "window.g = Silcrow.optimistic('#list', {rows: [{id: 1, name: 'A'}, {id: 2, name: 'B', note: 'x'}]})");
    page.locator("#list input").first().pressSequentially(" mine");
    js("g.undo()");
    assertThat(rows()).isEqualTo("1abefore mine,2b");
  }
}
