package dev.pilcrow.response;

import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.negotiate.Accept;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToastTest {
  private static String cookie(Effects effects, @Nullable String pending, boolean secure) {
    return Chosen.of(Accept.parse(null), effects, html("x"))
        .head(pending, secure)
        .toastCookie()
        .orElseThrow();
  }

  private static String value(String cookie) {
    return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
  }

  private static List<Toast> toasts(String cookie) {
    return ToastCookie.decode(value(cookie));
  }

  @Test
  void theCookieIsPercentEncodedJsonWithItsAttributes() {
    assertThat(cookie(shared().toast("Hi *there*~", "my-level"), null, false))
        .isEqualTo(
            "silcrow_toasts=%5B%7B%22message%22%3A%22Hi%20%2Athere%2A~%22%2C%22level%22%3A%22my-level"
                + "%22%7D%5D; Path=/; SameSite=Lax; Max-Age=60");
    assertThat(cookie(shared().toast("a"), null, true)).endsWith("; Max-Age=60; Secure");
  }

  @Test
  void levelsAreWordsOfOursOrFreeStrings() {
    Effects effects =
        shared()
            .toast("a")
            .toast("b", Toast.Level.SUCCESS)
            .toast("c", Toast.Level.WARNING)
            .toast("d", Toast.Level.ERROR)
            .toast("e", "celebration")
            .toast(new Toast("f", Toast.Level.INFO));
    assertThat(toasts(cookie(effects, null, false)))
        .extracting(Toast::level)
        .containsExactly("info", "success", "warning", "error", "celebration", "info");
    assertThatThrownBy(() -> shared().toast("a", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Expected a toast level but it is blank.");
  }

  @Test
  void anyTextSurvives() {
    String text = "Zoë ; , = \" \\ \r\n\t 😀 </script> % + 你";
    String cookie = cookie(shared().toast(text), null, false);
    assertThat(value(cookie)).matches("[A-Za-z0-9._~%-]+");
    assertThat(toasts(cookie)).containsExactly(new Toast(text, "info"));
  }

  @Test
  void toastsTravelInTheCookieOrInTheBodyButNeverInBoth() {
    Effects effects = shared().toast("a");
    for (Reply reply : List.of(html("x"), navigate("/"), status(204))) {
      Chosen chosen = Chosen.of(Accept.parse(null), effects, reply);
      assertThat(chosen.head(null, false).toastCookie()).isPresent();
      assertThat(chosen.bodyToasts()).isEmpty();
    }
    Chosen chosen = Chosen.of(Accept.parse(null), effects, json("x"));
    assertThat(chosen.head(null, false).toastCookie()).isEmpty();
    assertThat(chosen.bodyToasts()).hasValue("[{\"message\":\"a\",\"level\":\"info\"}]");
    Chosen silent = Chosen.of(Accept.parse(null), shared(), html("x"));
    assertThat(silent.head("%5B%5D", false).toastCookie()).isEmpty();
  }

  @Test
  void aRefusalCarriesNoToast() {
    Chosen refused =
        Chosen.of(Accept.parse("application/json"), shared().toast("a").status(200), html("x"));
    assertThat(refused.status()).isEqualTo(406);
    assertThat(refused.refusal()).hasValue("HTML required");
    assertThat(refused.head(null, false))
        .isEqualTo(new Chosen.Head(java.util.Map.of(), java.util.Optional.empty()));
  }

  @Test
  void tooManyToastsLoseTheOldest() {
    Effects effects =
        IntStream.range(0, 200)
            .mapToObj(i -> shared().toast("toast number " + i))
            .reduce(shared(), Effects::plus);
    String cookie = cookie(effects, null, false);
    assertThat(value(cookie).length()).isBetween(ToastCookie.LIMIT - 150, ToastCookie.LIMIT);
    List<Toast> kept = toasts(cookie);
    assertThat(kept).hasSizeGreaterThan(30);
    assertThat(kept.get(kept.size() - 1).message()).isEqualTo("toast number 199");
    assertThat(kept.get(0).message()).isEqualTo("toast number " + (200 - kept.size()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ë", "😀", "\n"})
  void aToastThatIsTooLongIsCutAtACodePoint(String unit) {
    String text = unit.repeat(60 * 1024 / unit.length());
    String cookie = cookie(shared().toast("short").toast(text), null, false);
    assertThat(value(cookie).length()).isBetween(ToastCookie.LIMIT - 30, ToastCookie.LIMIT);
    assertThat(toasts(cookie)).hasSize(1);
    String message = toasts(cookie).get(0).message();
    assertThat(message).endsWith(unit + "…");
    assertThat(text).startsWith(message.substring(0, message.length() - 1));
  }

  @Test
  void toastsTheRequestBroughtStayBeforeTheNewOnes() {
    String pending = value(cookie(shared().toast("Saved", "success"), null, false));
    assertThat(toasts(cookie(shared().toast("Welcome"), pending, false)))
        .containsExactly(new Toast("Saved", "success"), new Toast("Welcome", "info"));
    assertThat(toasts(cookie(shared().toast("Saved", "success"), pending, false)))
        .as("a page asked for again without scripts does not collect equal toasts")
        .containsExactly(new Toast("Saved", "success"));
  }

  @Test
  void broughtToastsYieldWhenThereIsNoRoom() {
    String pending = value(cookie(shared().toast("old").toast("x".repeat(2500)), null, false));
    assertThat(toasts(cookie(shared().toast("new"), pending, false))).hasSize(3);
    assertThat(toasts(cookie(shared().toast("y".repeat(1000)), pending, false))).hasSize(1);
    Effects big = shared().header("X-A", "z".repeat(5800)).toast("new");
    assertThat(toasts(cookie(big, pending, false))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "%5B%5D",
        "%zz",
        "%5B1%5D",
        "%7B%7D",
        "%5B%7B%22message%22%3A1%2C%22level%22%3A%22info%22%7D%5D",
        "%5B%7B%22message%22%3A%22a%22%7D%5D",
        "%5B%7B%22message%22%3A%22a%22%2C%22level%22%3A%22%22%7D%5D",
        "%5B%5B%5B%5B%5B%5B",
        "null"
      })
  void aCookieThatIsNotOursIsIgnored(String pending) {
    assertThat(toasts(cookie(shared().toast("new"), pending, false)))
        .containsExactly(new Toast("new", "info"));
    assertThat(ToastCookie.decode("%5B" + "%5B".repeat(5000))).isEmpty();
  }
}
