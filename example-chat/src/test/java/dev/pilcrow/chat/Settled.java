package dev.pilcrow.chat;

import dev.pilcrow.chat.Sign.Told;
import dev.pilcrow.client.TypedSocket;
import dev.pilcrow.client.WsClient;
import java.util.ArrayList;
import java.util.List;

/** Waits for the signs of life of "general", which are told a little later than what they tell. */
final class Settled {
  private final List<TypedSocket<Sign, Told>> says = new ArrayList<>();
  private final List<TypedSocket<Sign, Told>> hears = new ArrayList<>();

  private Settled() {}

  /**
   * Returns when what the nodes have had to tell is told on each of them, so that pages that are
   * opened from now on do not hear of it. Somebody must be in the room who has read something.
   */
  static void await(String... nodes) throws Exception {
    Settled settled = new Settled();
    List<WsClient> clients = new ArrayList<>();
    try {
      for (String node : nodes) {
        clients.add(WsClient.to(node));
        settled.listen(node, clients.get(clients.size() - 1));
      }
      settled.exchange(new Sign.Writing());
      settled.exchange(new Sign.Paused());
    } finally {
      clients.forEach(WsClient::close);
    }
  }

  private void listen(String node, WsClient client) throws Exception {
    RunningChat.Visit visit = new RunningChat.Visit(node);
    visit.get("/rooms");
    var page = Signs.CHANNEL.with("room", "general");
    says.add(client.connect(page, visit.options()));
    var other = client.connect(page, visit.options());
    LiveSignsTest.next(other); // how far somebody has read: it hears all from now on
    hears.add(other);
  }

  /** Each node tells it, behind all it had to tell before, and every node hears of each. */
  private void exchange(Sign sign) throws Exception {
    for (var page : says) {
      page.send(sign);
    }
    for (var page : hears) {
      int told = 0;
      while (told < says.size()) {
        told += LiveSignsTest.next(page).sign().equals(sign) ? 1 : 0;
      }
    }
  }
}
