package dev.pilcrow.response;

import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.negotiate.Accept;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EffectsTest {
  private static final WsRoute CHAT = WsRoute.of("/ws/chat");
  private static final SseRoute NEWS = SseRoute.of("/news");

  /** The headers of an HTML response with these modifiers. */
  private static Map<String, String> headers(Effects effects) {
    return head(effects).headers();
  }

  private static Chosen.Head head(Effects effects) {
    return Chosen.of(Accept.parse("text/html"), effects, html("x")).head(null, false);
  }

  @Test
  void everyWordBecomesItsHeader() {
    assertThat(headers(shared().noCache())).containsExactly(entry("silcrow-cache", "no-cache"));
    assertThat(headers(shared().retarget("#a"))).containsExactly(entry("silcrow-retarget", "#a"));
    assertThat(headers(shared().trigger("saved")))
        .containsExactly(entry("silcrow-trigger", "{\"saved\":{}}"));
    assertThat(headers(shared().trigger("saved", Map.of("id", 7))))
        .containsExactly(entry("silcrow-trigger", "{\"saved\":{\"id\":7}}"));
    assertThat(headers(shared().pushHistory("/a"))).containsExactly(entry("silcrow-push", "/a"));
    assertThat(headers(shared().patchTarget("#n", Map.of("count", 3))))
        .containsExactly(entry("silcrow-patch", "{\"data\":{\"count\":3},\"target\":\"#n\"}"));
    assertThat(headers(shared().invalidate("#f")))
        .containsExactly(entry("silcrow-invalidate", "#f"));
    assertThat(headers(shared().navigate("/b"))).containsExactly(entry("silcrow-navigate", "/b"));
    assertThat(headers(shared().fullReload()))
        .containsExactly(entry("silcrow-full-reload", "true"));
    assertThat(headers(shared().sse(NEWS))).containsExactly(entry("silcrow-sse", "/news"));
    assertThat(headers(shared().ws(CHAT))).containsExactly(entry("silcrow-ws", "/ws/chat"));
    assertThat(headers(shared().header("X-Room", "main"))).containsExactly(entry("X-Room", "main"));
    assertThat(head(shared().toast("Hi")).toastCookie())
        .hasValueSatisfying(cookie -> assertThat(cookie).startsWith("silcrow_toasts=%5B%7B"));
    assertThat(Chosen.of(Accept.parse(null), shared().status(422), html("x")).status())
        .isEqualTo(422);
  }

  private static TopicPosition place(String topic, long offset) {
    return new TopicPosition(topic, new Position("k3f9", offset));
  }

  @Test
  void positionsAddUpAndOfTwoInOneTopicTheLaterCounts() {
    assertThat(headers(shared().ws(CHAT, place("room:42", 17))))
        .containsOnly(
            entry("silcrow-ws", "/ws/chat"),
            entry("silcrow-positions", "{\"room:42\":\"k3f9:17\"}"));
    assertThat(
            headers(
                shared()
                    .ws(CHAT, place("a", 1), place("b", 2))
                    .sse(NEWS, place("c", 3), place("a", 4))))
        .containsOnly(
            entry("silcrow-ws", "/ws/chat"),
            entry("silcrow-sse", "/news"),
            entry("silcrow-positions", "{\"a\":\"k3f9:4\",\"b\":\"k3f9:2\",\"c\":\"k3f9:3\"}"));
    assertThat(Chosen.of(Accept.parse(null), shared().ws(CHAT, place("a", 1)), html("x")).metas())
        .containsEntry("silcrow-positions", "{\"a\":\"k3f9:1\"}");
  }

  @Test
  void morePositionsThanAPageCanHoldAreRefusedWhereTheyAreGiven() {
    TopicPosition[] many =
        IntStream.rangeClosed(0, Positions.MAX_TOPICS)
            .mapToObj(n -> place("t" + n, 1))
            .toArray(TopicPosition[]::new);
    assertThatThrownBy(() -> shared().ws(CHAT, many))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 64 topics")
        .hasMessageContaining("found 65");
  }

  @Test
  void singleValuesAreReplacedByTheLastCall() {
    Effects effects =
        shared()
            .retarget("#a")
            .retarget("#b")
            .pushHistory("/a")
            .pushHistory("/b")
            .navigate("/a")
            .navigate("/b")
            .ws(CHAT)
            .ws(WsRoute.of("/ws/other"))
            .sse(NEWS)
            .sse(SseRoute.of("/other"))
            .header("X-Room", "a")
            .header("x-room", "b");
    assertThat(headers(effects))
        .containsOnly(
            entry("silcrow-retarget", "#b"),
            entry("silcrow-push", "/b"),
            entry("silcrow-navigate", "/b"),
            entry("silcrow-ws", "/ws/other"),
            entry("silcrow-sse", "/other"),
            entry("x-room", "b"));
    assertThat(Chosen.of(Accept.parse(null), shared().status(201).status(202), html("")).status())
        .isEqualTo(202);
  }

  @Test
  void listsAddUpInOrder() {
    Effects effects =
        shared()
            .patchTarget("#a", 1)
            .patchTarget("#a", 2)
            .patchTarget("#b", List.of())
            .invalidate("#x, .y")
            .invalidate("#z")
            .trigger("one")
            .trigger("two", 2)
            .trigger("three", null);
    assertThat(headers(effects))
        .containsOnly(
            entry(
                "silcrow-patch",
                "[{\"data\":1,\"target\":\"#a\"},{\"data\":2,\"target\":\"#a\"},"
                    + "{\"data\":[],\"target\":\"#b\"}]"),
            entry("silcrow-invalidate", "#x, .y,#z"),
            entry("silcrow-trigger", "{\"one\":{},\"two\":2,\"three\":null}"));
  }

  @Test
  void ofTwoTriggersOfOneNameTheLaterDetailCounts() {
    assertThat(headers(shared().trigger("a", 1).trigger("b", 2).trigger("a", 3)))
        .containsExactly(entry("silcrow-trigger", "{\"a\":3,\"b\":2}"));
  }

  @Test
  void theArmWinsOverSharedAndListsAddUpWithSharedFirst() {
    Effects common =
        shared().status(201).header("X-A", "shared").toast("one").patchTarget("#a", 1).noCache();
    HtmlArm arm =
        html("x").status(422).header("x-a", "arm").toast("two").patchTarget("#a", 2).ws(CHAT);
    Chosen chosen = Chosen.of(Accept.parse("text/html"), common, arm, json("y"));
    assertThat(chosen.status()).isEqualTo(422);
    assertThat(chosen.toasts()).extracting(Toast::message).containsExactly("one", "two");
    assertThat(chosen.head(null, false).headers())
        .containsOnly(
            entry("silcrow-cache", "no-cache"),
            entry(
                "silcrow-patch", "[{\"data\":1,\"target\":\"#a\"},{\"data\":2,\"target\":\"#a\"}]"),
            entry("silcrow-ws", "/ws/chat"),
            entry("x-a", "arm"));
  }

  @Test
  void modifiersReturnCopies() {
    HtmlArm arm = html("x");
    HtmlArm changed = arm.toast("a").retarget("#b");
    assertThat(Chosen.of(Accept.parse(null), shared(), arm).head(null, false).headers()).isEmpty();
    assertThat(arm.effects()).isNotSameAs(changed.effects());
    Effects effects = shared().noCache();
    assertThat(effects.plus(shared())).isSameAs(effects);
    assertThat(shared().plus(effects)).isSameAs(effects);
    assertThat(headers(shared().toast("a").with(effects))).containsKey("silcrow-cache");
  }

  @Test
  void dataIsReadWhenTheModifierIsCalled() {
    List<Integer> numbers = new java.util.ArrayList<>(List.of(1));
    Effects effects = shared().patchTarget("#a", numbers);
    numbers.add(2);
    assertThat(headers(effects).get("silcrow-patch")).isEqualTo("{\"data\":[1],\"target\":\"#a\"}");
  }

  @Test
  void anAppHeaderOfAClientHeadersNameWins() {
    assertThat(headers(shared().retarget("#a").header("Silcrow-Retarget", "#b")))
        .containsExactly(entry("Silcrow-Retarget", "#b"));
  }

  static List<Class<?>> modifierTypes() {
    return Arrays.asList(Modifiers.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("modifierTypes")
  void everyModifierTypeKeepsItsTypeAndWhatItWas(Class<?> type) throws Exception {
    Map<Class<?>, Modifiers<?>> samples =
        Map.of(
            Effects.class, shared(),
            HtmlArm.class, html("body"),
            JsonArm.class, json("body"),
            NavigateReply.class, navigate("/there"),
            EmptyReply.class, status(204));
    Modifiers<?> changed =
        Objects.requireNonNull(samples.get(type), "no sample").header("X-A", "1").noCache();
    assertThat(changed).isExactlyInstanceOf(type);
    if (changed instanceof Reply reply) {
      Chosen chosen = Chosen.of(Accept.parse("*/*"), shared(), reply);
      assertThat(chosen.head(null, false).headers()).containsEntry("X-A", "1");
      assertThat(chosen.body()).isEqualTo(reply instanceof Arm ? "body" : null);
    }
  }

  @Test
  void everyReplyTypeHasASample() {
    assertThat(leaves(Reply.class))
        .containsExactlyInAnyOrder(
            HtmlArm.class, JsonArm.class, NavigateReply.class, EmptyReply.class);
  }

  private static List<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .flatMap(sub -> leaves(sub).stream())
            .collect(Collectors.toList())
        : List.of(type);
  }

  @Test
  void anOpenParameterInARouteSaysWhatToDo() {
    assertThatThrownBy(() -> shared().ws(WsRoute.of("/ws/rooms/{room}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The route '/ws/rooms/{room}' needs a value for 'room' before .ws(…) can name one"
                + " connection. Write ROUTE.with(\"room\", value).");
    assertThatThrownBy(() -> html("x").sse(SseRoute.of("/news/<path>")))
        .hasMessageContaining(".sse(…)")
        .hasMessageContaining("ROUTE.with(\"path\", value)");
    assertThat(headers(shared().ws(WsRoute.of("/ws/rooms/{room}").with("room", "Zoë/1"))))
        .containsExactly(entry("silcrow-ws", "/ws/rooms/Zo%C3%AB%2F1"));
  }
}
