package dev.pilcrow.browser.client;

import org.junit.jupiter.api.AfterEach;

/** A page with a form whose draft is kept. */
abstract class DraftTest extends NavigationTest {
  protected static final String FORM =
      "<form id='f' s-post='/x' s-draft><input id='i' name='i' value='server'>"
          + "<textarea id='t' name='t'></textarea><button id='b'>s</button>"
          + "<button id='r' type='reset'>r</button></form>";

  @AfterEach
  void noDraftIsLeft() {
    js("localStorage.clear()");
  }

  protected Object stored() {
    return js("JSON.parse(localStorage.getItem('silcrow-drafts') ?? '[]').length");
  }

  /** A new document in a new tab, as after a crash: nothing but the storage is left. */
  protected void crash() {
    var fresh = context().newPage();
    page.close();
    page = fresh;
  }

  protected void awaitKept(int drafts) {
    waitFor("JSON.parse(localStorage.getItem('silcrow-drafts') ?? '[]').length === " + drafts);
  }
}
