package dev.pilcrow.benchmarks.chaos;

import dev.pilcrow.client.LiveHandler;
import dev.pilcrow.client.LivePage;
import dev.pilcrow.client.Reconnect;
import dev.pilcrow.client.SocketOptions;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.event.Json;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One live page of two topics, followed by pilcrow-client. */
final class ChaosClient implements LiveHandler {
  static final AtomicLong EVENTS = new AtomicLong();
  static final AtomicLong FETCHES = new AtomicLong();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration FETCHING = Duration.ofSeconds(60);

  private final int number;
  private final Gate gate;
  private final int a;
  private final int b;
  private final boolean careless;
  final Map<String, TopicCheck> topics = new LinkedHashMap<>();
  private @Nullable LivePage page;

  /** A client that follows these topics; a careless one does not fetch what it should. */
  ChaosClient(int number, Gate gate, int a, int b, boolean careless) {
    this.number = number;
    this.gate = gate;
    this.a = a;
    this.b = b;
    this.careless = careless;
    topics.put(Publisher.topic(a), new TopicCheck());
    topics.put(Publisher.topic(b), new TopicCheck());
  }

  /** Fetches the page and follows it. */
  void start(WsClient client) throws Exception {
    SocketOptions options =
        SocketOptions.defaults()
            .queue(256)
            .reconnect(Reconnect.backoff(Duration.ofMillis(200), Duration.ofSeconds(2)));
    Positions places = fetch(topics.keySet(), true);
    page =
        client.follow(
            ChaosNode.SOCKET.with("client", number).with("a", a).with("b", b),
            places,
            this,
            options);
  }

  CompletableFuture<Void> say(int n) {
    return Objects.requireNonNull(page).send(WsEvent.custom("say", Map.of("c", number, "n", n)));
  }

  @Override
  public void event(WsEvent event, Optional<TopicPosition> at) {
    JsonNode data = Objects.requireNonNull((JsonNode) ((WsEvent.Custom) event).data());
    EVENTS.incrementAndGet();
    topic(Publisher.topic(data.get("t").intValue())).event(data.get("n").intValue());
  }

  @Override
  public Positions resync(Set<String> names) throws Exception {
    FETCHES.incrementAndGet();
    return fetch(names, !careless);
  }

  /** Fetches the page from any server, as soon as one answers. */
  private Positions fetch(Set<String> names, boolean show) throws Exception {
    long deadline = System.nanoTime() + FETCHING.toNanos();
    while (true) {
      try {
        return fetchNow(names, show);
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  private Positions fetchNow(Set<String> names, boolean show) throws Exception {
    if (gate.isCut(number)) {
      throw new IOException("This client is cut off.");
    }
    URI uri = URI.create("http://127.0.0.1:%d/page/%d/%d/%d".formatted(gate.node(), number, a, b));
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .header("Accept", "application/json")
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("The server answered " + answer.statusCode());
    }
    Positions places =
        Positions.parse(answer.headers().firstValue("silcrow-positions").orElseThrow())
            .orElseThrow();
    JsonNode data = Json.mapper().readTree(answer.body());
    if (show) {
      names.forEach(name -> topic(name).fetch(data.get(name).intValue()));
    }
    return places;
  }

  private TopicCheck topic(String name) {
    return Objects.requireNonNull(topics.get(name), name);
  }

  /** Whether every topic shows so many events. */
  boolean showsAll(int events) {
    return topics.values().stream().allMatch(topic -> topic.lost(events) == 0);
  }
}
