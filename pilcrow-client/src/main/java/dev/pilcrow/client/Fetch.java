package dev.pilcrow.client;

import dev.pilcrow.hub.Positions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches an answer, bounded in time and size. */
final class Fetch {
  private static final String POSITIONS = "silcrow-positions";

  private Fetch() {}

  static Fetched get(HttpClient http, URI address, SocketOptions options)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    if (!options.hasHeader("Accept")) {
      request.header("Accept", "application/json, */*;q=0.5");
    }
    options.headers.forEach(header -> request.header(header.getKey(), header.getValue()));
    CompletableFuture<HttpResponse<String>> coming =
        http.sendAsync(
            request.build(),
            head ->
                new LimitedBody<>(
                    HttpResponse.BodyHandlers.ofString().apply(head), options.maxMessage));
    HttpResponse<String> answer = await(coming, address, options.connectTimeout);
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "Expected an answer to GET %s but found status %d%s."
              .formatted(
                  address,
                  answer.statusCode(),
                  answer.headers().firstValue("Location").map(to -> " to " + to).orElse("")));
    }
    return new Fetched(answer.body(), positions(answer));
  }

  private static <T> T await(CompletableFuture<T> coming, URI address, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return coming.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "Expected an answer to GET %s but: %s".formatted(address, e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "Expected an answer to GET %s within %s. SocketOptions.connectTimeout allows more."
              .formatted(address, timeout),
          e);
    } finally {
      coming.cancel(true);
    }
  }

  private static Positions positions(HttpResponse<String> answer) throws IOException {
    String text = answer.headers().firstValue(POSITIONS).orElse("{}");
    return Positions.parse(text)
        .orElseThrow(
            () ->
                new IOException(
                    "Expected places like {\"room:42\":\"k3f9:17\"} in header %s of %s but found %s."
                        .formatted(POSITIONS, answer.uri(), text)));
  }
}
