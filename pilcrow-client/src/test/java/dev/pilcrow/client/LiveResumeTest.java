package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.testing.Ports;
import io.javalin.Javalin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A live page whose server goes away and comes back, with its data but without its topics. */
@Timeout(60)
class LiveResumeTest {
  private static final WsRoute ROUTE = WsRoute.of("/ws/list");

  /** The data, which outlives the server: message names and texts. */
  private final Map<String, String> stored = Collections.synchronizedMap(new LinkedHashMap<>());

  private final AtomicReference<Pilcrow> pilcrow = new AtomicReference<>();

  /** What the page shows. */
  private final List<String> shown = Collections.synchronizedList(new ArrayList<>());

  private Javalin serve(int port) {
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              Pilcrow installed = Pilcrow.install(config);
              pilcrow.set(installed);
              installed.ws(
                  ROUTE,
                  stream -> {
                    installed.hub().topic("list").subscribe(stream);
                    for (WsEvent event : stream.events()) {
                      String text = stream.read((WsEvent.Custom) event, String.class);
                      if (stored.putIfAbsent(stream.messageId().orElseThrow(), text) == null) {
                        installed.hub().topic("list").publish(WsEvent.custom("add", text));
                      }
                    }
                  });
            });
    return app.start("127.0.0.1", port);
  }

  /** Fetches the page: first the place, then the data. */
  private Positions fetch() {
    TopicPosition at = Objects.requireNonNull(pilcrow.get()).hub().topic("list").position();
    synchronized (stored) {
      shown.clear();
      shown.addAll(stored.values());
    }
    return Positions.of(List.of(at));
  }

  private final class Page implements LiveHandler {
    @Override
    public void event(WsEvent event, Optional<TopicPosition> at) {
      String text = String.valueOf(((WsEvent.Custom) event).data()).replace("\"", "");
      if (!shown.contains(text)) {
        shown.add(text);
      }
    }

    @Override
    public Positions resync(Set<String> topics) {
      return fetch();
    }
  }

  @Test
  void aRestartLosesAndDoublesNothingInEitherDirection() throws Exception {
    int port = Ports.free();
    Javalin app = serve(port);
    SocketOptions options =
        SocketOptions.defaults()
            .queue(200)
            .reconnect(Reconnect.backoff(Duration.ofMillis(5), Duration.ofMillis(20)));
    try (var client = WsClient.to("http://127.0.0.1:" + port)) {
      LivePage page = client.follow(ROUTE, fetch(), new Page(), options);
      List<CompletableFuture<Void>> results = new ArrayList<>();
      for (int n = 0; n < 150; n++) {
        results.add(page.send(WsEvent.custom("say", "m" + n)));
        if (n % 50 == 25) {
          int before = n - 10;
          Eventually.until("some are handled", () -> results.get(before).isDone());
          app.stop();
          app = serve(port);
        }
      }
      CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
          .get(30, TimeUnit.SECONDS);
      Eventually.until("all are shown", () -> shown.size() == 150);
      List<String> expected = IntStream.range(0, 150).mapToObj(n -> "m" + n).toList();
      assertThat(stored.values()).containsExactlyElementsOf(expected);
      assertThat(shown).containsExactlyElementsOf(expected);
      assertThat(page.state()).isEqualTo(SocketState.OPEN);
    } finally {
      app.stop();
    }
  }
}
