package dev.pilcrow.javalin;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.javalin.RespondTest.header;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Handler;
import io.javalin.http.RedirectResponse;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is sent again has one effect. */
class OnceTest {
  private static final String KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final AtomicInteger done = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final TestServer server =
      TestServer.start(
          settings -> settings.onceWait = Duration.ofMillis(200),
          (config, pilcrow) -> routes(config.routes, pilcrow));

  @AfterEach
  void stop() {
    leave.countDown();
    server.close();
  }

  private void routes(RoutesConfig routes, Pilcrow pilcrow) {
    post(
        routes,
        pilcrow,
        "/order",
        ctx -> {
          ctx.header("X-Order", String.valueOf(done.incrementAndGet())).cookie("a", "b");
          respond(ctx, navigate("/orders/" + done).toast("Ordered"));
        });
    post(routes, pilcrow, "/other", ctx -> ctx.result("other " + done.incrementAndGet()));
    post(
        routes,
        pilcrow,
        "/page",
        ctx -> respond(ctx, html("page " + done.incrementAndGet()), json(done.get())));
    post(
        routes,
        pilcrow,
        "/refused",
        ctx -> {
          if (done.incrementAndGet() == 1) {
            respond(ctx, html("wrong").status(422));
          } else {
            ctx.result("right");
          }
        });
    post(
        routes,
        pilcrow,
        "/throws",
        ctx -> {
          switch (done.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("broken");
            case 2 -> throw new BadRequestResponse("wrong");
            case 3 -> throw new StackOverflowError("broken");
            case 4 -> ctx.future(() -> CompletableFuture.failedFuture(new Exception("later")));
            default -> throw new RedirectResponse();
          }
        });
    post(
        routes,
        pilcrow,
        "/later",
        ctx ->
            ctx.result("too early")
                .future(
                    () ->
                        CompletableFuture.runAsync(
                            () -> ctx.result("later " + done.incrementAndGet()))));
    post(
        routes,
        pilcrow,
        "/skips",
        ctx -> {
          ctx.result("skipped " + done.incrementAndGet()).skipRemainingHandlers();
          if (done.get() == 1) {
            throw new IllegalStateException("broken");
          }
        });
    post(
        routes, pilcrow, "/large", ctx -> ctx.result("x".repeat(2 << 20) + done.incrementAndGet()));
    post(
        routes,
        pilcrow,
        "/stream",
        ctx -> {
          byte[] bytes = ("streamed " + done.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
          ctx.result(new FilterInputStream(new ByteArrayInputStream(bytes)) {});
        });
    post(
        routes,
        pilcrow,
        "/slow",
        ctx -> {
          done.incrementAndGet();
          entered.countDown();
          leave.await();
          ctx.result("slow");
        });
    routes.get("/get", pilcrow.once(ctx -> ctx.result("got " + done.incrementAndGet())));
  }

  private static void post(RoutesConfig routes, Pilcrow pilcrow, String path, Handler handler) {
    routes.post(path, pilcrow.once(handler));
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of("Content-Type", FORM));
    all.addAll(List.of(headers));
    return server.send("POST", path, BodyPublishers.ofString(body), all.toArray(new String[0]));
  }

  private HttpResponse<String> keyed(String path, String body) throws Exception {
    return post(path, body, "Idempotency-Key", KEY);
  }

  @Test
  void theAnswerIsTheSameAndTheEffectIsOne() throws Exception {
    HttpResponse<String> first = keyed("/order", "a=1");
    HttpResponse<String> second = keyed("/order", "a=1");
    assertThat(done).hasValue(1);
    assertThat(second.statusCode()).isEqualTo(first.statusCode()).isEqualTo(303);
    assertThat(header(second, "location")).isEqualTo("/orders/1");
    assertThat(header(second, "x-order")).isEqualTo("1");
    assertThat(second.headers().allValues("set-cookie"))
        .isEqualTo(first.headers().allValues("set-cookie"))
        .hasSize(2);
    assertThat(header(first, "idempotent-replayed")).isEmpty();
    assertThat(header(second, "idempotent-replayed")).isEqualTo("true");
    HttpResponse<String> page = keyed("/page", "a=1");
    assertThat(keyed("/page", "a=1").body()).isEqualTo(page.body());
    assertThat(header(keyed("/page", "a=1"), "content-type"))
        .isEqualTo(header(page, "content-type"));
    assertThat(done).hasValue(2);
  }

  @Test
  void theFieldOfAFormIsAKeyToo() throws Exception {
    String field = Pilcrow.onceField();
    assertThat(field)
        .matches("<input type=\"hidden\" name=\"_once\" value=\"[0-9a-f-]{36}\">")
        .isNotEqualTo(Pilcrow.onceField());
    String body = "a=1&_once=" + field.replaceAll(".*value=\"([^\"]+)\".*", "$1");
    assertThat(post("/other", body).body()).isEqualTo("other 1");
    assertThat(post("/other", body).body()).isEqualTo("other 1");
    assertThat(post("/other", body + "0").body()).isEqualTo("other 2");
  }

  @Test
  void aRepeatedUploadIsTheSameWhateverItsBoundary() throws Exception {
    for (int i = 0; i < 3; i++) {
      String content = i < 2 ? "same" : "else";
      String boundary = "b" + i;
      String body =
          "--%1$s\r\nContent-Disposition: form-data; name=\"_once\"\r\n\r\n%2$s\r\n--%1$s\r\n"
                  .formatted(boundary, KEY)
              + "Content-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\n%s\r\n--%s--\r\n"
                  .formatted(content, boundary);
      HttpResponse<String> response =
          server.send(
              "POST",
              "/other",
              BodyPublishers.ofString(body),
              "Content-Type",
              "multipart/form-data; boundary=" + boundary);
      assertThat(response.statusCode()).isEqualTo(i < 2 ? 200 : 422);
      assertThat(done).hasValue(1);
    }
  }

  @Test
  void withoutAKeyAndWhenReadingNothingChanges() throws Exception {
    assertThat(post("/other", "a=1").body()).isEqualTo("other 1");
    assertThat(post("/other", "a=1").body()).isEqualTo("other 2");
    assertThat(server.send("GET", "/get", "Idempotency-Key", KEY).body()).isEqualTo("got 3");
    assertThat(server.send("GET", "/get", "Idempotency-Key", KEY).body()).isEqualTo("got 4");
  }

  @ParameterizedTest
  @CsvSource({
    "/order,   a=2, ''",
    "/order?x, a=1, ''",
  })
  void aKeyIsForOneContent(String path, String body, String ignored) throws Exception {
    keyed("/order", "a=1");
    HttpResponse<String> response = keyed(path, body);
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.body()).contains("sent before with other content", "Idempotency-Key");
    assertThat(done).hasValue(1);
  }

  @Test
  void aKeyIsForOneAddressAndOneUser() throws Exception {
    keyed("/other", "a=1");
    assertThat(keyed("/page", "a=1").body()).isEqualTo("2");
    assertThat(post("/other", "a=1", "Idempotency-Key", KEY, "Authorization", "Bearer a").body())
        .isEqualTo("other 3");
    assertThat(post("/other", "a=1", "Idempotency-Key", KEY, "Authorization", "Bearer b").body())
        .isEqualTo("other 4");
    assertThat(post("/other", "a=1", "Idempotency-Key", KEY, "Authorization", "Bearer a").body())
        .isEqualTo("other 3");
    assertThat(post("/other", "a=1", "Idempotency-Key", '"' + KEY + '"').body())
        .isEqualTo("other 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "\"\"",
        "has a space in it, see",
        "quote\"quote\"quote\"quote",
        "\"unclosed-unclosed"
      })
  void aKeyThatCouldBeGuessedIsRefused(String key) throws Exception {
    HttpResponse<String> response = post("/other", "a=1", "Idempotency-Key", key);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("16 to 128 printable", "random UUID");
    assertThat(done).hasValue(0);
    assertThat(post("/other", "a=1", "Idempotency-Key", "k".repeat(129)).statusCode())
        .isEqualTo(400);
    assertThat(post("/other", "a=1&_once=x").statusCode()).isEqualTo(400);
  }

  @Test
  void whatWasRefusedMayBeSentAgain() throws Exception {
    assertThat(keyed("/refused", "a=1").statusCode()).isEqualTo(422);
    assertThat(keyed("/refused", "a=2").body()).isEqualTo("right");
    assertThat(keyed("/refused", "a=2").body()).isEqualTo("right");
    assertThat(done).hasValue(2);
  }

  @Test
  void whatFailedMayBeSentAgain() throws Exception {
    assertThat(keyed("/throws", "").statusCode()).isEqualTo(500);
    assertThat(keyed("/throws", "").statusCode()).isEqualTo(400);
    assertThat(keyed("/throws", "").statusCode()).isEqualTo(500);
    assertThat(keyed("/throws", "").statusCode()).isEqualTo(500);
    assertThat(keyed("/throws", "").statusCode()).isEqualTo(302);
    assertThat(keyed("/throws", "").statusCode()).isEqualTo(302);
    assertThat(done).hasValue(5);
  }

  @Test
  void futuresAndHandlersThatSkipTheRestCountToo() throws Exception {
    assertThat(keyed("/later", "").body()).isEqualTo("later 1");
    assertThat(keyed("/later", "").body()).isEqualTo("later 1");
    done.set(0);
    keyed("/skips", "");
    assertThat(keyed("/skips", "").body()).isEqualTo("skipped 2");
    assertThat(keyed("/skips", "").body()).isEqualTo("skipped 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/large", "/stream"})
  void anAnswerThatIsNotKeptIsStillNotGivenTwice(String path) throws Exception {
    assertThat(keyed(path, "").body()).endsWith("1");
    HttpResponse<String> again = keyed(path, "");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("has been carried out; its answer is not kept");
    assertThat(done).hasValue(1);
  }

  @Test
  void whoComesMeanwhileWaitsForTheAnswer() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    answers.add(later("/slow"));
    entered.await();
    assertThat(keyed("/slow", "").statusCode()).isEqualTo(409);
    HttpResponse<String> impatient = keyed("/slow", "");
    assertThat(header(impatient, "retry-after")).isEqualTo("5");
    assertThat(impatient.body()).contains("still being carried out");
    leave.countDown();
    answers.add(later("/slow"));
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().body()).isEqualTo("slow");
    }
    assertThat(done).hasValue(1);
  }

  @Test
  void ofManyAtOnceOneIsCarriedOut() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      answers.add(later("/other"));
    }
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().body()).isEqualTo("other 1");
    }
    assertThat(done).hasValue(1);
  }

  private CompletableFuture<HttpResponse<String>> later(String path) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return keyed(path, "");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        task -> new Thread(task).start());
  }
}
