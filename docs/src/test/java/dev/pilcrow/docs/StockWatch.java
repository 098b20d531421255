package dev.pilcrow.docs;

import dev.pilcrow.client.LiveHandler;
import dev.pilcrow.client.LivePage;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.json.JsonMapper;

/** The program of the guide to Java programs: knows what is in stock, and takes from it. */
// tag::watch[]
final class StockWatch implements LiveHandler {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  final BlockingQueue<Integer> left = new LinkedBlockingQueue<>();

  StockWatch(String server) {
    this.server = server;
  }

  /** Fetches what is there now, and says up to which place in its topics that is. */
  private Positions load() throws Exception {
    var answer = http.send(
        HttpRequest.newBuilder(URI.create(server + "/stock")).build(),
        HttpResponse.BodyHandlers.ofString());
    left.add(JsonMapper.shared().readTree(answer.body()).get("left").asInt());
    return Positions.parse(answer.headers().firstValue("silcrow-positions").orElse("{}"))
        .orElse(Positions.NONE);
  }

  @Override
  public void event(WsEvent event, Optional<TopicPosition> at) {
    if (event instanceof WsEvent.Custom custom && custom.event().equals("left")) {
      left.add(LivePage.read(custom, Integer.class));
    }
  }

  @Override
  public Positions resync(Set<String> topics) throws Exception {
    return load();
  }
  // end::watch[]

  // tag::follow[]
  LivePage follow(WsClient client) throws Exception {
    return client.follow(StockServer.STOCK, load(), this);
  }

  static CompletableFuture<Void> take(LivePage page, int count) {
    return page.send(new WsEvent.Custom("take", count));
  }
  // end::follow[]
}
