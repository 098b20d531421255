package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not kept of what the user typed, and what bounds it. */
class DraftLimitsIT extends DraftTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<input id='p' name='p' type='password'>",
        "<input id='p' name='p' autocomplete='off'>",
        "<input id='p' name='p' autocomplete='OFF'>",
        "<input id='p' name='p' autocomplete='current-password'>",
        "<input id='p' name='p' autocomplete='section-a billing cc-number'>",
        "<input id='p' name='p' autocomplete='one-time-code'>",
        "<input id='p'>",
      })
  void secretsAreNotKept(String control) {
    open("<form s-post='/x' s-draft>" + control + "<input id='q' name='q'></form>");
    page.fill("#p", "secret");
    page.fill("#q", "kept");
    awaitKept(1);
    assertThat(js("localStorage.getItem('silcrow-drafts')").toString())
        .contains("kept")
        .doesNotContain("secret");
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#p") + page.inputValue("#q")).isEqualTo("kept");
  }

  @Test
  void filesAndHiddenFieldsAreNotKept() {
    open(
        "<form s-post='/x' s-draft><input id='p' name='p' type='file'>"
            + "<input id='h' name='h' type='hidden' value='token'><input id='q' name='q'></form>");
    page.setInputFiles("#p", new FilePayload("secret.txt", "text/plain", new byte[] {1}));
    js("document.querySelector('#h').value = 'changed'");
    page.fill("#q", "kept");
    awaitKept(1);
    assertThat(js("localStorage.getItem('silcrow-drafts')").toString())
        .doesNotContain("secret", "changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s-post='/x'",
        "s-post='/x' s-draft autocomplete='off'",
        "s-post='/x' s-draft s-ignore"
      })
  void nothingIsKeptOfSomeForms(String attributes) {
    open("<form " + attributes + "><input id='q' name='q'></form>");
    page.fill("#q", "typed");
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#q")).isEmpty();
  }

  @Test
  void whatIsOldIsForgotten() {
    open(FORM);
    page.fill("#t", "draft");
    awaitKept(1);
    js(
        "localStorage.setItem('silcrow-drafts',"
            + " localStorage.getItem('silcrow-drafts').replace(/\\d{13}/, Date.now() - 7 *"
            + " 86400_000))");
    crash();
    page.navigate(server.url("/page"));
    assertThat(page.inputValue("#t")).isEmpty();
  }

  @Test
  void theNewestTwentyAreKept() {
    StringBuilder forms = new StringBuilder();
    for (int i = 0; i < 22; i++) {
      forms.append(
          "<form s-post='/x' s-draft='n%d'><input id='i%d' name='i'></form>".formatted(i, i));
    }
    open(forms.toString());
    for (int i = 0; i < 22; i++) {
      page.fill("#i" + i, "typed");
    }
    awaitKept(20);
    crash();
    page.navigate(server.url("/page"));
    assertThat(List.of(page.inputValue("#i0"), page.inputValue("#i1"), page.inputValue("#i2")))
        .containsExactly("", "", "typed");
  }

  @Test
  void whatIsTooLongIsReportedOnceAndTheOthersStay() {
    open(FORM + "<form s-post='/x' s-draft='other'><input id='o' name='o'></form>");
    page.fill("#o", "kept");
    awaitKept(1);
    page.fill("#t", "x".repeat(150_000));
    awaitKept(2);
    page.fill("#t", "x".repeat(250_000));
    awaitSeen("silcrow:error");
    page.fill("#t", "x".repeat(250_001));
    js("dispatchEvent(new Event('pagehide'))");
    assertThat(reported()).containsExactly("draft-unsaved");
    assertThat(js("localStorage.getItem('silcrow-drafts').length < 200_000")).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "5",
        "{}",
        "[1]",
        "[[]]",
        "[[\"/page f\",9e15,5]]",
        "[[\"/page f\",9e15,[[\"t\"]]]]"
      })
  void aStoreThatSomebodyElseWroteDoesNoHarm(String text) {
    json("/x", "{}");
    open("");
    js("(text) => localStorage.setItem('silcrow-drafts', text)", text);
    open(FORM);
    clickAndLoad("#b");
    page.fill("#t", "typed");
    assertThat(page.inputValue("#t")).isEqualTo("typed");
  }
}
