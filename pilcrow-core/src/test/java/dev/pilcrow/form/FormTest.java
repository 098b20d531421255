package dev.pilcrow.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {
  private static Form form(String value) {
    return Form.of(Map.of("f", List.of(value)));
  }

  @Test
  void valuesStayAsTheyWereSent() {
    Map<String, List<String>> sent = new HashMap<>(Map.of("tag", List.of("a", "b")));
    sent.put("name", List.of("  Zoë <b> "));
    sent.put("none", List.of());
    Form form = Form.of(sent);
    sent.clear();
    assertThat(form.value("name")).isEqualTo("  Zoë <b> ");
    assertThat(form.text("name")).isEqualTo("Zoë <b>");
    assertThat(form.values("tag")).containsExactly("a", "b");
    assertThat(form.has("tag", "b")).isTrue();
    assertThat(form.has("tag", "c")).isFalse();
    assertThat(form.value("none")).isEmpty();
    assertThat(form.value("absent")).isEmpty();
    assertThat(form.with("name", "Ada").value("name")).isEqualTo("Ada");
    assertThat(form.value("name")).isEqualTo("  Zoë <b> ");
    assertThat(Form.empty().isValid()).isTrue();
  }

  @Test
  void aFieldIsTiedToItsMessages() {
    Form form = form("x").required("mail").check("f", false, "Not <this> & \"that\".");
    assertThat(form.isValid()).isFalse();
    assertThat(form.attributes("mail"))
        .isEqualTo(" aria-invalid=\"true\" aria-describedby=\"mail-error\"");
    assertThat(form.messages("f"))
        .isEqualTo(
            "<p class=\"field-error\" id=\"f-error\">"
                + "Not &lt;this&gt; &amp; &quot;that&quot;.</p>");
    assertThat(form.errors("mail")).containsExactly("Please fill in this field.");
    assertThat(form.invalid("mail")).isEqualTo("true");
    assertThat(form.describedBy("mail")).isEqualTo("mail-error");
    assertThat(form.attributes("other") + form.messages("other")).isEmpty();
    assertThat(form.invalid("other")).isNull();
    assertThat(form.describedBy("other")).isNull();
  }

  @Test
  void namesOfFieldsCannotBreakOut() {
    Form form = Form.empty().required("a b\"><script>");
    assertThat(form.attributes("a b\"><script>"))
        .isEqualTo(
            " aria-invalid=\"true\"" + " aria-describedby=\"a_b&quot;&gt;&lt;script&gt;-error\"");
    assertThat(form.messages("a b\"><script>"))
        .contains("id=\"a_b&quot;&gt;&lt;script&gt;-error\"");
  }

  @Test
  void whatIsOptionalMayBeEmpty() {
    Form blank =
        form("  ")
            .length("f", 2, 4)
            .email("f")
            .range("f", 1, 2)
            .range("f", BigDecimal.ONE, BigDecimal.TEN)
            .pattern("f", Pattern.compile("x"), "no");
    assertThat(blank.isValid()).isTrue();
    assertThat(blank.required("f", "Who are you?").errors("f")).containsExactly("Who are you?");
    assertThat(blank.required("absent").errors("absent")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "ab, ''",
    "'  ab  ', ''",
    "abcd, ''",
    "😀😀😀😀, ''",
    "a, 'Please use at least 2 characters; these are 1.'",
    "abcde, 'Please use at most 4 characters; these are 5.'",
  })
  void lengthsCountWhatTheUserSees(String value, String message) {
    assertThat(String.join("", form(value).length("f", 2, 4).errors("f"))).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b", "ada@example.org", "a.b+c@x-y.example.museum", "o'neil@example.org"})
  void addressesABrowserAcceptsAreAccepted(String value) {
    assertThat(form(value).email("f").isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada", "@b", "a@", "a@-b", "a@b-", "a b@c", "a@b..c", "a@b.", "a@b\n.c", "ä@b", "a@b@c"
      })
  void otherAddressesAreNot(String value) {
    assertThat(form(value).email("f").errors("f"))
        .containsExactly("Please enter an e-mail address such as name@example.org.");
  }

  @Test
  void aHostileAddressTakesNoTime() {
    assertThat(form("a@" + "a".repeat(100_000)).email("f").isValid()).isFalse();
    assertThat(form("a@" + "a-".repeat(120)).email("f").isValid()).isFalse();
    assertThat(form("a@" + "a.".repeat(120)).email("f").isValid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, true",
    "10, true",
    "+7, true",
    "' 7 ', true",
    "007, true",
    "0, false",
    "11, false",
    "-1, false",
    "1.5, false",
    "1e1, false",
    "ten, false",
    "٣, false",
    "99999999999999999999999, false",
    "0x1, false",
    "1_0, false",
  })
  void wholeNumbersHaveARange(String value, boolean valid) {
    Form form = form(value).range("f", 1, 10);
    assertThat(form.isValid()).isEqualTo(valid);
    if (valid) {
      assertThat(Long.parseLong(form.text("f"))).isBetween(1L, 10L);
    } else {
      assertThat(form.errors("f")).containsExactly("Please enter a whole number from 1 to 10.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, true",
    "10, true",
    "9.999, true",
    "0.49, false",
    "10.01, false",
    ".5, false",
    "1e999999999, false",
    "NaN, false",
    "'1,5', false",
  })
  void numbersHaveARange(String value, boolean valid) {
    Form form = form(value).range("f", new BigDecimal("0.5"), BigDecimal.TEN);
    assertThat(form.isValid()).isEqualTo(valid);
    if (!valid) {
      assertThat(form.errors("f")).containsExactly("Please enter a number from 0.5 to 10.");
    }
  }

  @Test
  void patternsMatchTheWholeOfWhatIsNotTooLong() {
    Pattern word = Pattern.compile("[a-z]+");
    assertThat(form("abc").pattern("f", word, "Letters, please.").isValid()).isTrue();
    assertThat(form("abc1").pattern("f", word, "Letters, please.").errors("f"))
        .containsExactly("Letters, please.");
    assertThat(form("a".repeat(4_096)).pattern("f", word, "no").isValid()).isTrue();
    assertThat(form("a".repeat(4_097)).pattern("f", word, "no").isValid()).isFalse();
  }

  @Test
  void violationsFromElsewhereAreShownToo() {
    Form form = form("x").required("mail").and(Violations.none().and("f", "Taken."));
    assertThat(form.violations().byField().keySet()).containsExactly("mail", "f");
    assertThat(form.value("f")).isEqualTo("x");
  }

  @Test
  void rangesTheWrongWayRoundAreTheProgramsMistake() {
    assertThatThrownBy(() -> form("x").length("f", 4, 2)).hasMessageContaining("'f'", "4 to 2");
    assertThatThrownBy(() -> form("x").range("f", 4, 2)).hasMessageContaining("4 to 2");
    assertThatThrownBy(() -> form("x").range("f", BigDecimal.TEN, BigDecimal.ONE))
        .hasMessageContaining("10 to 1");
  }

  @Test
  void logsDoNotShowValues() {
    assertThat(Form.of(Map.of("password", List.of("secret"))).toString())
        .contains("password")
        .doesNotContain("secret");
  }
}
