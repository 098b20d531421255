package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Keyed lists: {@code <template s-for="x in a.b" :key="x.id">}. */
class ListsIT extends ClientTest {
  private static final String LIST =
      "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\">"
          + "<li :text=\"t.name\" :class=\"t.c\"></li></template></ul>";

  /** The texts of the rows, separated by commas. */
  private String rows() {
    return rows("#r li");
  }

  private String rows(String selector) {
    return (String)
        js(
            "(selector) => [...document.querySelectorAll(selector)].map((row) => row.textContent).join()",
            selector);
  }

  private void patch(String data) {
    js("Silcrow.patch(" + data + ", '#r')");
  }

  @Test
  void anArrayMakesRowsThatShowTheirKey() {
    open(LIST);
    patch("{items: [{id: 1, name: 'a', c: 'x'}, {id: 'b', name: 'b'}]}");
    assertThat(html("#r"))
        .endsWith(
            "<li :text=\"t.name\" :class=\"t.c\" :key=\"1\" class=\"x\">a</li>"
                + "<li :text=\"t.name\" :class=\"t.c\" :key=\"b\">b</li>");
  }

  @Test
  void anySequenceOfArraysKeepsOrderIdentityAndContent() {
    open(LIST);
    Object wrong =
        js(
            """
            () => {
              let seed = 42;
              const below = (n) => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
              const rows = () => [...document.querySelectorAll('#r li')];
              for (let round = 0; round < 1000; round++) {
                const keys = [...'abcdefghijklmnop'].filter(() => below(3) > 0);
                for (let i = keys.length - 1; i > 0; i -= 1 + below(3)) {
                  const j = below(i + 1);
                  [keys[i], keys[j]] = [keys[j], keys[i]];
                }
                const before = new Map(rows().map((row) => [row.getAttribute(':key'), row]));
                Silcrow.patch({items: keys.map((id) => ({id, name: id + round}))}, '#r');
                const texts = rows().map((row) => row.textContent).join();
                if (texts !== keys.map((id) => id + round).join()) return `round ${round}: ${texts}`;
                for (const row of rows()) {
                  const known = before.get(row.getAttribute(':key'));
                  if (known && known !== row) return `round ${round}: another element`;
                }
              }
              return null;
            }
            """);
    assertThat(wrong).isNull();
  }

  @Test
  void anObjectIsOneRowThatIsMergedAddedOrRemoved() {
    open(LIST);
    patch("{items: [{id: 1, name: 'a', c: 'x'}, {id: 2, name: 'b'}]}");
    patch("{items: {id: 3, name: 'c'}}");
    patch("{items: {id: 1, name: 'A'}}");
    patch("{items: {id: 2, name: 'ignored', _remove: true}}");
    patch("{items: {id: 9, _remove: true}}");
    assertThat(rows()).isEqualTo("A,c");
    assertThat(js("document.querySelector('#r li').className")).isEqualTo("x");
    patch("{other: 1}");
    assertThat(rows()).isEqualTo("A,c");
  }

  @Test
  void rowsOfTheServerAreTakenOverByTheirKeys() {
    open(
        "<ul id=\"r\">\n  <template s-for=\"t in items\" :key=\"t.id\"><li :text=\"t.name\"></li></template>\n"
            + "  <li :key=\"1\" :text=\"t.name\">a</li>\n  <li :key=\"2\" :text=\"t.name\">b</li>\n</ul>");
    js("window.first = document.querySelector('#r li')");
    patch("{items: [{id: 2, name: 'b'}, {id: 1, name: 'a2'}, {id: 3, name: 'c'}]}");
    assertThat(rows()).isEqualTo("b,a2,c");
    assertThat(js("document.querySelectorAll('#r li')[1] === first")).isEqualTo(true);
  }

  @Test
  void aRowThatTheServerWroteInOtherWordsIsFoundByItsBindings() {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\"><li><b :text=\"t.name\"></b></li></template>"
            + "<li :key=\"1\"><i>new</i> <b :text=\"t.name\">a</b></li></ul>");
    patch("{items: {id: 1, name: 'z'}}");
    assertThat(rows()).isEqualTo("new z");
  }

  @Test
  void equalDataOnRowsOfTheServerWritesNothing() {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\"><li :text=\"t.name\"></li></template>"
            + "<li :key=\"1\" :text=\"t.name\">a</li></ul>");
    watchMutations();
    patch("{items: [{id: 1, name: 'a'}]}");
    assertThat(mutations()).isZero();
  }

  @Test
  void onlyWhatChangedIsTouchedAndAsFewRowsAsPossibleMove() {
    open(LIST);
    String ten = "items('abcdefghij')";
    js("void (window.items = (keys) => [...keys].map((id) => ({id, name: id})))");
    patch("{items: " + ten + "}");
    watchMutations();
    patch("{items: " + ten + "}");
    assertThat(mutations()).as("the same data").isZero();
    patch("{items: {id: 'c', name: 'C'}}");
    assertThat(mutations()).as("one text").isEqualTo(1);
    patch(
        "{items: items('aicdefghbj').map((item) => item.id === 'c' ? {...item, name: 'C'} : item)}");
    assertThat(mutations()).as("two rows swapped: two moves").isLessThanOrEqualTo(4);
    patch("{items: items('aidefghbj')}");
    assertThat(mutations()).as("one row removed").isEqualTo(1);
    patch("{items: items('aidefghbjkl')}");
    assertThat(mutations()).as("two rows appended at once").isEqualTo(1);
    patch("{items: []}");
    assertThat(rows()).isEmpty();
  }

  @Test
  void focusAndSelectionStayWhenRowsMove() {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\"><li><input></li></template></ul>");
    js("void (window.items = (keys) => [...keys].map((id) => ({id})))");
    for (String order : List.of("fedcba", "cabdef", "abcfed")) {
      patch("{items: items('abcdef')}");
      page.fill("li:nth-of-type(3) input", "typed");
      js("document.activeElement.setSelectionRange(1, 3)");
      patch("{items: items('" + order + "')}");
      assertThat(
              js(
                  "(({value, selectionStart, selectionEnd}) => [value, selectionStart, selectionEnd].join())"
                      + "(document.activeElement)"))
          .isEqualTo("typed,1,3");
    }
  }

  @Test
  void focusStaysWhereTheBrowserCannotMoveNodes() {
    spendContext();
    page.addInitScript("delete Element.prototype.moveBefore");
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\"><li><input></li></template></ul>");
    assertThat(js("'moveBefore' in Element.prototype")).isEqualTo(false);
    js("void (window.items = (keys) => [...keys].map((id) => ({id})))");
    patch("{items: items('abcdef')}");
    page.fill("li:nth-of-type(3) input", "typed");
    patch("{items: items('fedcba')}");
    assertThat(js("document.activeElement.value")).isEqualTo("typed");
  }

  @Test
  void staticSiblingsStayWhereTheyAre() {
    open(
        "<ul id=\"r\"><li>first</li><template s-for=\"t in items\" :key=\"t.id\">"
            + "<li :text=\"t.id\"></li></template><li>last</li></ul>");
    patch("{items: [{id: 'a'}]}");
    patch("{items: {id: 'b'}}");
    assertThat(rows()).isEqualTo("first,a,b,last");
    patch("{items: []}");
    assertThat(rows()).isEqualTo("first,last");
    patch("{items: [{id: 'c'}]}");
    assertThat(rows()).isEqualTo("first,c,last");
  }

  @Test
  void aTemplateMayHaveSeveralRoots() {
    open(
        "<dl id=\"r\"><template s-for=\"t in items\" :key=\"t.id\">"
            + "<dt :text=\"t.k\"></dt> <dd :text=\"t.v\"></dd></template></dl>");
    patch("{items: [{id: 1, k: 'a', v: 1}, {id: 2, k: 'b', v: 2}]}");
    patch("{items: [{id: 2, k: 'b', v: 2}, {id: 1, k: 'a', v: 11}, {id: 3, k: 'c', v: 3}]}");
    assertThat(rows("#r dt, #r dd")).isEqualTo("b,2,a,11,c,3");
    patch("{items: {id: 2, _remove: true}}");
    assertThat(rows("#r dt, #r dd")).isEqualTo("a,11,c,3");
  }

  @Test
  void aCapKeepsTheNewestRows() {
    open(
        "<ul id=\"r\"><template s-for=\"t in items\" :key=\"t.id\" s-max=\"3\"><li :text=\"t.id\"></li></template></ul>");
    for (int id = 0; id < 6; id++) {
      patch("{items: {id: " + id + "}}");
    }
    assertThat(rows()).isEqualTo("3,4,5");
    patch("{items: [1, 2, 3, 4, 5].map((id) => ({id}))}");
    assertThat(rows()).isEqualTo("3,4,5");
  }

  @Test
  void rowsMayBeLive() throws Exception {
    open(
        "<div id=\"r\"><template s-for=\"t in items\" :key=\"t.id\"><p s-live=\"/ws/row\" :text=\"t.id\"></p></template></div>");
    patch("{items: [{id: 'a'}]}");
    Peer peer = server.await("/ws/row");
    patch("{items: []}");
    peer.awaitClose();
  }

  @Test
  void twoRootsShareTheirRows() {
    open("<div id=\"outer\"><b :text=\"n\"></b>" + LIST + "</div>");
    js("Silcrow.patch({n: 1, items: [{id: 1, name: 'a'}]}, '#outer')");
    patch("{items: {id: 2, name: 'b'}}");
    assertThat(rows()).isEqualTo("a,b");
    js("Silcrow.patch({n: 1, items: [{id: 2, name: 'b'}, {id: 1, name: 'a'}]}, '#outer')");
    assertThat(rows()).isEqualTo("b,a");
  }

  @Test
  void rowsThatMarkupReplacedAreLookedForAnew() throws Exception {
    open("<div s-live=\"/ws/a\">" + LIST + "</div>");
    Peer peer = server.await("/ws/a");
    patch("{items: [{id: 1, name: 'a'}, {id: 2, name: 'b'}]}");
    peer.send(
        "{\"type\":\"html\",\"target\":\"#r\",\"markup\":\"<template s-for='t in items' :key='t.id'>"
            + "<li :text='t.name'></li></template><li :key='2' :text='t.name'>server</li>\"}");
    waitFor("document.querySelectorAll('#r li').length === 1");
    patch("{items: {id: 2, name: 'B'}}");
    patch("{items: {id: 3, name: 'c'}}");
    assertThat(rows()).isEqualTo("B,c");
  }

  @Test
  void aTemplateThatMarkupChangedIsReadAgain() throws Exception {
    open("<div id=\"box\" s-live=\"/ws/a\">" + LIST + "</div>");
    Peer peer = server.await("/ws/a");
    patch("{items: [{id: 1, name: 'a'}]}");
    peer.send(
        "{\"type\":\"html\",\"target\":\"#box\",\"markup\":\"<ul id='r'><template s-for='t in items' :key='t.id'>"
            + "<li :title='t.name'>x</li></template><li :key='1' :title='t.name'>x</li></ul>\"}");
    waitFor("document.querySelector('#r li').textContent === 'x'");
    patch("{items: [{id: 1, name: 'b'}, {id: 2, name: 'c'}]}");
    assertThat(js("[...document.querySelectorAll('#r li')].map((row) => row.title).join()"))
        .isEqualTo("b,c");
  }

  private void watchMutations() {
    js(
        "window.records = []; window.observer = new MutationObserver((list) => { records.push(...list); });"
            + " observer.observe(document.body,"
            + " {subtree: true, childList: true, attributes: true, characterData: true})");
  }

  /** How much was written since this was asked last. */
  private int mutations() {
    return (Integer) js("records.push(...observer.takeRecords()), records.splice(0).length");
  }
}
