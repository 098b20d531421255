package dev.pilcrow.response;

import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.redirect;
import static dev.pilcrow.response.Replies.shared;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.negotiate.Accept;
import dev.pilcrow.negotiate.Representation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChosenTest {
  private static final Accept HTML = Accept.parse("text/html");
  private static final Accept JSON = Accept.parse("application/json");

  @Test
  void exactlyTheChosenArmRunsAndOnlyOnce() throws Exception {
    AtomicInteger pages = new AtomicInteger();
    AtomicInteger data = new AtomicInteger();
    HtmlArm page = html(() -> "page " + pages.incrementAndGet());
    JsonArm value = json(() -> Map.of("n", data.incrementAndGet()));

    Chosen forBrowser = Chosen.of(HTML, shared(), value, page);
    assertThat(forBrowser.representation()).hasValue(Representation.HTML);
    assertThat(pages).hasValue(0);
    assertThat(forBrowser.body()).isEqualTo("page 1").isSameAs(forBrowser.body());

    Chosen forProgram = Chosen.of(JSON, shared(), page, value);
    assertThat(forProgram.body()).isEqualTo(Map.of("n", 1)).isSameAs(forProgram.body());
    assertThat(pages).hasValue(1);
    assertThat(data).hasValue(1);
  }

  @Test
  void whatABodyThrowsReachesTheCaller() {
    IOException failure = new IOException("database gone");
    HtmlArm arm =
        html(
            () -> {
              throw failure;
            });
    assertThatThrownBy(() -> Chosen.of(HTML, shared(), arm).body()).isSameAs(failure);
  }

  @Test
  void markupMustNotBeNullButDataMay() throws Exception {
    assertThatThrownBy(() -> Chosen.of(HTML, shared(), html(() -> null)).body())
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("html(…)");
    assertThat(Chosen.of(JSON, shared(), json(() -> null)).body()).isNull();
  }

  @Test
  void repliesWithoutABodyAreNotNegotiated() throws Exception {
    Accept refusesAll = Accept.parse("*/*;q=0");
    Chosen there = Chosen.of(refusesAll, shared(), navigate("/there"));
    assertThat(there.status()).isEqualTo(303);
    assertThat(there.head(null, false).headers()).containsExactly(Map.entry("Location", "/there"));
    assertThat(there.body()).isNull();
    assertThat(there.representation()).isEmpty();
    assertThat(Chosen.of(HTML, shared(), redirect("/there").status(302)).status()).isEqualTo(302);
    assertThat(Chosen.of(refusesAll, shared(), status(404)).status()).isEqualTo(404);
  }

  @Test
  void aSingleArmThatIsRefusedNeverRuns() throws Exception {
    Chosen html =
        Chosen.of(
            JSON,
            shared(),
            html(
                () -> {
                  throw new AssertionError("must not run");
                }));
    assertThat(html.status()).isEqualTo(406);
    assertThat(html.refusal()).hasValue("HTML required");
    assertThat(html.body()).isNull();
    assertThat(Chosen.of(HTML, shared(), json("x")).refusal()).hasValue("JSON required");
    assertThat(Chosen.of(Accept.parse(null), shared(), html("x")).refusal()).isEmpty();
  }

  @Test
  void twoArmsOfOneKindAreAMistakeThatIsNamed() {
    assertThatThrownBy(() -> Chosen.of(HTML, shared(), html("a"), html("b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected one html(…) and one json(…) but both arms are HTML.");
  }

  @Test
  void onlyModifiersADocumentCanObeyAreMirrored() {
    Effects all =
        shared()
            .noCache()
            .retarget("#a")
            .fullReload()
            .trigger("t")
            .pushHistory("/p")
            .patchTarget("#b", 1)
            .invalidate("#c")
            .navigate("/n")
            .header("X-A", "1")
            .sse(dev.pilcrow.route.SseRoute.of("/s"))
            .ws(dev.pilcrow.route.WsRoute.of("/w"));
    assertThat(Chosen.of(HTML, all, html("x")).metas().keySet())
        .containsExactlyElementsOf(
            List.of(
                "silcrow-trigger",
                "silcrow-push",
                "silcrow-patch",
                "silcrow-invalidate",
                "silcrow-navigate",
                "silcrow-sse",
                "silcrow-ws"));
  }
}
