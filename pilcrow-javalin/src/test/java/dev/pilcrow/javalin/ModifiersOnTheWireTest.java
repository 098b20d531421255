package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;
import static dev.pilcrow.response.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.response.Effects;
import dev.pilcrow.response.EmptyReply;
import dev.pilcrow.response.HtmlArm;
import dev.pilcrow.response.JsonArm;
import dev.pilcrow.response.Modifiers;
import dev.pilcrow.response.NavigateReply;
import dev.pilcrow.response.Reply;
import dev.pilcrow.response.Toast;
import dev.pilcrow.route.SseRoute;
import dev.pilcrow.route.WsRoute;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every modifier on every kind of reply, through a real server. */
class ModifiersOnTheWireTest {
  private static final AtomicReference<Reply> next = new AtomicReference<>();
  private static TestServer server;

  /** A modifier as it is called, and the response headers and status it must cause. */
  private record Word(String signature, UnaryOperator<Effects> call, Map<String, String> expected) {
    @Override
    public String toString() {
      return signature;
    }
  }

  private static Word word(
      String signature, UnaryOperator<Effects> call, String header, String value) {
    return word(signature, call, Map.of(header, value));
  }

  private static final String HI =
      "silcrow_toasts=%5B%7B%22message%22%3A%22Hi%22%2C%22level%22%3A%22";
  private static final String COOKIE = "%22%7D%5D; Path=/; SameSite=Lax; Max-Age=60";

  private static Word word(
      String signature, UnaryOperator<Effects> call, Map<String, String> expected) {
    return new Word(signature, call, expected);
  }

  private static final TopicPosition PLACE = new TopicPosition("room:42", new Position("k3f9", 17));

  private static final List<Word> WORDS =
      List.of(
          word("with(Effects)", e -> e.with(shared().noCache()), "silcrow-cache", "no-cache"),
          word("toast(String)", e -> e.toast("Hi"), "set-cookie", HI + "info" + COOKIE),
          word(
              "toast(String,Level)",
              e -> e.toast("Hi", Toast.Level.ERROR),
              "set-cookie",
              HI + "error" + COOKIE),
          word(
              "toast(String,String)",
              e -> e.toast("Hi", "party"),
              "set-cookie",
              HI + "party" + COOKIE),
          word(
              "toast(Toast)",
              e -> e.toast(new Toast("Hi", Toast.Level.SUCCESS)),
              "set-cookie",
              HI + "success" + COOKIE),
          word("status(int)", e -> e.status(422), ":status", "422"),
          word("header(String,String)", e -> e.header("X-Room", "main"), "x-room", "main"),
          word("noCache()", e -> e.noCache(), "silcrow-cache", "no-cache"),
          word("retarget(String)", e -> e.retarget("#é .x"), "silcrow-retarget", "#\\e9  .x"),
          word("trigger(String)", e -> e.trigger("saved"), "silcrow-trigger", "{\"saved\":{}}"),
          word(
              "trigger(String,Object)",
              e -> e.trigger("saved", Map.of("by", "Zoë😀")),
              "silcrow-trigger",
              "{\"saved\":{\"by\":\"Zo\\u00eb\\ud83d\\ude00\"}}"),
          word("pushHistory(String)", e -> e.pushHistory("/a b"), "silcrow-push", "/a%20b"),
          word(
              "patchTarget(String,Object)",
              e -> e.patchTarget("#n", Map.of("n", 3)),
              "silcrow-patch",
              "{\"data\":{\"n\":3},\"target\":\"#n\"}"),
          word("invalidate(String)", e -> e.invalidate("#f"), "silcrow-invalidate", "#f"),
          word("navigate(String)", e -> e.navigate("/ü"), "silcrow-navigate", "/%C3%BC"),
          word("fullReload()", e -> e.fullReload(), "silcrow-full-reload", "true"),
          word(
              "sse(SseRoute,TopicPosition[])",
              e -> e.sse(SseRoute.of("/news")),
              "silcrow-sse",
              "/news"),
          word(
              "ws(WsRoute,TopicPosition[])",
              e -> e.ws(WsRoute.of("/ws/rooms/{room}").with("room", 42), PLACE),
              Map.of(
                  "silcrow-ws", "/ws/rooms/42", "silcrow-positions", "{\"room:42\":\"k3f9:17\"}")));

  private static final Map<Class<?>, Reply> REPLIES =
      Map.of(
          HtmlArm.class, html("<p>x</p>"),
          JsonArm.class, json(Map.of("a", 1)),
          NavigateReply.class, navigate("/there"),
          EmptyReply.class, status(200));

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            (config, pilcrow) ->
                config.routes.get("/", ctx -> respond(ctx, Objects.requireNonNull(next.get()))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> everyWordOnEveryReply() {
    return WORDS.stream()
        .flatMap(word -> REPLIES.keySet().stream().map(type -> Arguments.of(word, type)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("everyWordOnEveryReply")
  void aWordDoesWhatItSays(Word word, Class<?> type) throws Exception {
    Effects effects = word.call().apply(shared());
    HttpResponse<String> response = ask(with(reply(type), effects));
    if (word.signature().startsWith("toast") && type == JsonArm.class) {
      assertThat(response.headers().firstValue("set-cookie")).isEmpty();
      assertThat(response.body()).startsWith("{\"a\":1,\"_toasts\":[{\"message\":\"Hi\"");
      return;
    }
    Map<String, String> got = new TreeMap<>();
    response.headers().map().forEach((name, values) -> got.put(name, String.join("|", values)));
    got.put(":status", Integer.toString(response.statusCode()));
    assertThat(got).containsAllEntriesOf(word.expected());
  }

  @ParameterizedTest
  @MethodSource("replyTypes")
  void aReplyWithoutModifiersSendsNoneOfTheirHeaders(Class<?> type) throws Exception {
    HttpResponse<String> response = ask(reply(type));
    assertThat(response.headers().map().keySet())
        .noneMatch(name -> name.startsWith("silcrow-") || name.equals("set-cookie"));
  }

  static Set<Class<?>> replyTypes() {
    return REPLIES.keySet();
  }

  @Test
  void noWordAndNoReplyTypeIsLeftOut() {
    assertThat(
            Arrays.stream(Modifiers.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(
                    method ->
                        method.getName()
                            + Arrays.stream(method.getParameterTypes())
                                .map(Class::getSimpleName)
                                .collect(Collectors.joining(",", "(", ")"))))
        .containsExactlyInAnyOrderElementsOf(WORDS.stream().map(Word::signature).toList());
    assertThat(leaves(Reply.class)).containsExactlyInAnyOrderElementsOf(REPLIES.keySet());
  }

  private static List<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .<Class<?>>flatMap(sub -> leaves(sub).stream())
            .toList()
        : List.of(type);
  }

  @Test
  void aDocumentBringsItsPositionsInItsHeadToo() throws Exception {
    next.set(html("<title>x</title>").ws(WsRoute.of("/ws"), PLACE));
    HttpResponse<String> response = server.send("GET", "/", "Accept", "text/html");
    assertThat(response.body())
        .contains(
            "<meta name=\"silcrow-positions\""
                + " content=\"{&quot;room:42&quot;:&quot;k3f9:17&quot;}\">");
    assertThat(response.headers().firstValue("silcrow-positions"))
        .contains("{\"room:42\":\"k3f9:17\"}");
  }

  private static Reply reply(Class<?> type) {
    return Objects.requireNonNull(REPLIES.get(type), type::getName);
  }

  private static Reply with(Reply reply, Effects effects) {
    return (Reply) ((Modifiers<?>) reply).with(effects);
  }

  private static HttpResponse<String> ask(Reply reply) throws Exception {
    next.set(reply);
    return server.send("GET", "/", "silcrow-target", "true");
  }
}
