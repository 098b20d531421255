package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The samples of the Silcrow.js guide, on one page. */
class GuideSamplesIT extends ClientTest {
  private static final Path SAMPLES = Path.of("../docs/src/test/resources/samples/silcrow-js.html");

  private void openSamples() throws Exception {
    load("<script src=\"/silcrow.debug.js\" defer></script>", Files.readString(SAMPLES));
  }

  @Test
  void theDebugBuildFindsNothingToSayAboutThem() throws Exception {
    openSamples();
    // It has looked at all of the page once it complains about what comes after.
    js("document.body.append(document.createElement('i'))");
    js("document.querySelector('i').setAttribute('s-preserve', '')");
    awaitSeen("silcrow:warning");
    assertThat(seen("silcrow:warning")).hasSize(1);
    assertThat(reported()).isEmpty();
  }

  @Test
  void theEventStreamChangesItsElement() throws Exception {
    openSamples();
    server.await("/events/news").send("event: patch\ndata: {\"headline\": \"Rain\"}\n\n");
    waitFor("document.querySelector('#news b').textContent === 'Rain'");
  }

  @Test
  void theBindingsTakeAUser() throws Exception {
    openSamples();
    js(
        """
        Silcrow.patch({user: {name: 'Ann', email: 'a@example.org', picture: null, locked: true,
          badges: ['new', 'admin'], colours: {color: 'rgb(1, 2, 3)'}}}, '#profile')
        """);
    assertThat(text("#profile h2")).isEqualTo("Ann");
    assertThat(page.getAttribute("#profile h2", "title")).isEqualTo("a@example.org");
    assertThat(page.isVisible("#profile img")).isFalse();
    assertThat(page.getAttribute("#profile p", "class")).isEqualTo("badge new admin");
    assertThat(page.inputValue("#profile input")).isEqualTo("Ann");
    assertThat(page.isDisabled("#profile input")).isTrue();
  }

  @Test
  void theListTakesOverWhatTheServerRendered() throws Exception {
    openSamples();
    js("window.first = document.querySelector('#todos li'); undefined");
    js("Silcrow.patch({todos: [{id: 2, text: 'Call'}, {id: 1, text: 'Buy bread'}]}, '#todos')");
    assertThat(page.locator("#todos li span").allTextContents())
        .containsExactly("Call", "Buy bread");
    assertThat(js("first === document.querySelectorAll('#todos li')[1]")).isEqualTo(true);
  }

  @Test
  void theOlderSpellingWorksToo() throws Exception {
    openSamples();
    js("Silcrow.patch({people: [{key: 1, name: 'Ann'}], status: 'here'}, 'body')");
    assertThat(text("[s-list] li")).isEqualTo("Ann");
    assertThat(page.inputValue("[aria-label=Status]")).isEqualTo("here");
  }
}
