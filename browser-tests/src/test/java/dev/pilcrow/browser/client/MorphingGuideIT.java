package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The samples of docs/morphing.md, taken literally. */
class MorphingGuideIT extends MorphTest {
  private String sample = "";

  @BeforeEach
  void openSample() throws IOException {
    Path wire = Path.of(System.getProperty("wire.dir"));
    sample = Files.readString(wire.resolveSibling("docs/src/test/resources/samples/morphing.html"));
    open("<main></main>" + sample);
  }

  @Test
  void theRegionIsKept() {
    js("$('#map').append('built by a script')");
    inner("#place", "<h2>Elsewhere</h2><p>new</p><div id=\"map\" s-preserve></div>");
    assertThat(text("#place")).isEqualTo("Elsewherenewbuilt by a script");
  }

  @Test
  void theWidgetStaysOnEveryPage() {
    js("$('#helpdesk').append('widget')");
    inner("body", "<main>another page</main>");
    assertThat(text("#helpdesk")).isEqualTo("widget");
  }

  @Test
  void theFieldTakesTheFocus() {
    inner("main", sample);
    assertThat(js("document.activeElement.name")).isEqualTo("email");
  }

  @Test
  void theListHoldsTwoHundred() {
    js("for (let i = 0; i < 205; i++) apply('#messages', `<li>${i}</li>`, 'append')");
    assertThat(js("$('#messages').children.length")).isEqualTo(200);
    assertThat(text("#messages li")).isEqualTo("5");
  }
}
