package dev.pilcrow.response;

import static dev.pilcrow.response.Replies.fragment;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.shared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.event.Json;
import dev.pilcrow.event.Swap;
import dev.pilcrow.negotiate.Accept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FragmentTest {
  private static final HtmlArm PAGE =
      html("page").parts(fragment("a", () -> "<p id=a>")).parts(fragment("b", () -> "b"));

  private static Chosen answer(HtmlArm arm, String target) {
    return Chosen.of(Accept.parse(null), shared(), arm).forTarget(target);
  }

  @Test
  void thePartThatIsAskedForIsAllThatIsMade() throws Exception {
    assertThat(answer(PAGE, "#a").body()).isEqualTo("<!doctype html><p id=a>");
    assertThat(answer(PAGE, "#b").body()).isEqualTo("<!doctype html>b");
    assertThat(answer(PAGE, "#b").selector()).isEmpty();
    for (String other : List.of("true", "#c", "#A", "a", "")) {
      assertThat(answer(PAGE, other).body()).as(other).isEqualTo("page");
    }
    assertThat(answer(PAGE, "true").selector()).isEmpty();
    assertThat(answer(PAGE, "#c").selector()).hasValue("#c");
  }

  @Test
  void aRetargetIsForTheWholePage() throws Exception {
    Chosen chosen = answer(PAGE.retarget("#x"), "#a");
    assertThat(chosen.body()).isEqualTo("page");
    assertThat(chosen.selector()).isEmpty();
  }

  @Test
  void modifiersKeepPartsAndPartsKeepModifiers() throws Exception {
    Chosen chosen = answer(PAGE.status(404).also("x", "#x").noCache(), "#a");
    assertThat(chosen.body()).isEqualTo("<!doctype html><p id=a>");
    assertThat(chosen.status()).isEqualTo(404);
    assertThat(chosen.withAlso("y")).isEqualTo("yx");
    assertThat(chosen.head(null, false).headers())
        .containsOnlyKeys("silcrow-cache", "silcrow-also");
  }

  @Test
  void othersAreMadeInOrderAndOnlyForTheClient() throws Exception {
    List<String> made = new ArrayList<>();
    HtmlArm arm = html("main");
    for (String id : List.of("a", "b", "c")) {
      arm =
          arm.also(
              () -> {
                made.add(id);
                return id.repeat(made.size());
              },
              "#" + id,
              Swap.APPEND);
    }
    Chosen load = Chosen.of(Accept.parse(null), shared(), arm);
    assertThat(load.withAlso("main")).isEqualTo("main");
    assertThat(load.head(null, false).headers()).isEmpty();
    assertThat(made).isEmpty();
    Chosen asked = answer(arm, "true");
    assertThat(asked.withAlso("main")).isEqualTo("mainabbccc");
    assertThat(asked.head(null, false).headers().get("silcrow-also"))
        .isEqualTo(
            "[{\"length\":1,\"swap\":\"append\",\"target\":\"#a\"},"
                + "{\"length\":2,\"swap\":\"append\",\"target\":\"#b\"},"
                + "{\"length\":3,\"swap\":\"append\",\"target\":\"#c\"}]");
    assertThat(made).containsExactly("a", "b", "c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#Zoë", ".😀", "[title=\"a\\b\"]", "#a,\u2028#b"})
  void targetsOfAnyCharactersAreAsciiAndLoseNothing(String target) throws Exception {
    Chosen chosen = answer(html("x").also("y", target), "true");
    chosen.withAlso("x");
    String header = Objects.requireNonNull(chosen.head(null, false).headers().get("silcrow-also"));
    assertThat(header).matches("[ -~]+");
    assertThat(Json.mapper().readTree(header).get(0).get("target").stringValue()).isEqualTo(target);
  }

  @Test
  void tooManyOthersAreOverTheBudgetOfHeaders() throws Exception {
    HtmlArm arm = html("x");
    for (int i = 0; i < 200; i++) {
      arm = arm.also("y", "#target-" + i);
    }
    Chosen chosen = answer(arm, "true");
    chosen.withAlso("x");
    assertThatThrownBy(() -> chosen.head(null, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("silcrow-also");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "#a", "1a", "a b", "a.b", "ä", "a\n", "-a"})
  void anIdIsPlain(String id) {
    assertThatThrownBy(() -> fragment(id, () -> ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Expected the id of an element");
    assertThatThrownBy(() -> fragment("#a", () -> "")).hasMessageEndingWith("Leave out the '#'.");
    assertThatThrownBy(() -> fragment("a".repeat(129), () -> ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(fragment("a_B-9", () -> "").selector()).isEqualTo("#a_B-9");
  }

  @ParameterizedTest
  @NullSource
  void nullIsNoMarkup(String nothing) {
    assertThatThrownBy(() -> fragment("a", () -> nothing).render())
        .hasMessage("The fragment 'a' made null, not markup.");
    assertThatThrownBy(() -> answer(html("x").also(() -> nothing, "#b"), "true").withAlso("x"))
        .hasMessage("also(…) for '#b' made null instead of markup.");
  }

  @Test
  void whatRenderingThrowsIsTheApplications() {
    Body<String> failing =
        () -> {
          throw new IOException("gone");
        };
    assertThatThrownBy(() -> fragment("a", failing).render()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> answer(html("x").also(failing, "#b"), "true").withAlso("x"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> answer(PAGE.parts(fragment("z", failing)), "#z").body())
        .isInstanceOf(IOException.class);
  }
}
