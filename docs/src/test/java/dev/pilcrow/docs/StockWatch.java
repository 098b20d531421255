package dev.pilcrow.docs;

import dev.pilcrow.client.Fetched;
import dev.pilcrow.client.LiveHandler;
import dev.pilcrow.client.LivePage;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.TopicPosition;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** The program of the guide to Java programs: knows what is in stock, and takes from it. */
// tag::watch[]
final class StockWatch implements LiveHandler {
  private final WsClient client;
  final BlockingQueue<Integer> left = new LinkedBlockingQueue<>();

  record Stock(int left) {}

  StockWatch(WsClient client) {
    this.client = client;
  }

  /** Fetches what is there now, and says up to which place in its topics that is. */
  private Positions load() throws IOException, InterruptedException {
    Fetched answer = client.get("/stock");
    left.add(answer.read(Stock.class).left());
    return answer.positions();
  }

  @Override
  public void event(WsEvent event, Optional<TopicPosition> at) {
    if (event instanceof WsEvent.Custom custom && custom.event().equals("left")) {
      left.add(LivePage.read(custom, Integer.class));
    }
  }

  @Override
  public Positions resync(Set<String> topics) throws IOException, InterruptedException {
    return load();
  }
  // end::watch[]

  // tag::follow[]
  LivePage follow() throws IOException, InterruptedException {
    return client.follow(StockServer.STOCK, load(), this);
  }

  static CompletableFuture<Void> take(LivePage page, int count) {
    return page.send(new WsEvent.Custom("take", count));
  }
  // end::follow[]
}
