package dev.pilcrow.client;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.Wire;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.ledger.MessageId;
import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The life of a live page: attempts, connections, losses, moves to another server, the end.
 *
 * <p>Transitions run on {@code serial}, one after the other; what comes goes to the feed. An
 * attempt is open when the server has greeted it. Before a server goes away there are two: the open
 * one stays until the next one is open.
 */
final class LiveConnection implements Managed {
  private static final Set<Integer> HOPELESS = Set.of(1008, 4401, 4403, 4404);
  private static final Duration STABLE = Duration.ofSeconds(10);

  private final WsClient client;
  private final WsChannel<WsEvent, WsEvent> channel;
  private final SocketOptions options;
  private final LiveFeed feed;
  private final LiveOutbox outbox;
  private final Serial serial;
  private final StateSignal signal = new StateSignal();
  private final CompletableFuture<WsClose> ended = new CompletableFuture<>();
  private volatile @Nullable WsException failure;

  // Only on serial.
  private @Nullable Attempt open;
  private @Nullable Attempt next;
  private int failures;
  private int planned;
  private @Nullable Duration asked;

  LiveConnection(
      WsClient client,
      WsChannel<WsEvent, WsEvent> channel,
      Positions start,
      LiveHandler handler,
      SocketOptions options) {
    this.client = client;
    this.channel = channel;
    this.options = options;
    this.outbox = new LiveOutbox(options.queue, client.pool());
    this.serial = new Serial(client.pool());
    this.feed =
        new LiveFeed(
            client,
            new LiveReader(start, handler),
            () -> serial.execute(this::reconnect),
            why -> serial.execute(() -> giveUp(why)));
  }

  /** One connection from its attempt to its end, and what comes over it. */
  private final class Attempt implements Sink<WsEvent> {
    final Link<WsEvent, WsEvent> link =
        new Link<>(channel, this, options, close -> serial.execute(() -> lost(this, close)));
    private volatile boolean busy;
    private long openedAt;

    @Override
    public void add(RawMessage message, Wire<?, WsEvent> wire, Runnable more) {
      if (!(message instanceof RawMessage.Text text)) {
        more.run();
        return;
      }
      busy = true;
      feed.add(
          text.text(),
          this::control,
          () -> {
            busy = false;
            more.run();
          });
    }

    @Override
    public boolean isFull() {
      return busy;
    }

    private void control(LiveFrame frame) {
      JsonNode tree = frame.tree();
      switch (frame.type()) {
        case "hello" -> serial.execute(() -> greeted(this, tree));
        case "ack" -> answer(tree, outbox::ack);
        case "nack" ->
            answer(tree, id -> outbox.nack(id, tree.path("reason").asString("no reason given")));
        case "drain" -> serial.execute(() -> drained(this, tree.path("retryAfterMs").asLong(0)));
        default -> {}
      }
    }

    private void answer(JsonNode tree, Consumer<MessageId> action) {
      MessageId.parse(tree.path("id").asString("")).ifPresent(action);
    }
  }

  void start() {
    serial.execute(this::connect);
  }

  private void connect() {
    if (ended.isDone() || next != null || signal.state() == SocketState.CLOSING) {
      return;
    }
    Attempt attempt = new Attempt();
    next = attempt;
    var unused =
        client
            .open(channel, "silcrow=1" + feed.resume(), options, attempt.link)
            .whenComplete((socket, refused) -> serial.execute(() -> answered(attempt, refused)));
  }

  private void answered(Attempt attempt, @Nullable Throwable refused) {
    if (refused == null && next == attempt) {
      attempt.link.start(client.timer());
      client.after(options.connectTimeout, () -> serial.execute(() -> greetedOrBroken(attempt)));
    } else if (refused == null) {
      attempt.link.broken();
    } else if (next == attempt) {
      next = null;
      WsException why = Handshakes.explain(refused, channel);
      failure = why;
      boolean hopeless =
          why instanceof WsException.Handshake known && Handshakes.isHopeless(known.status());
      again(hopeless, new WsClose(1006, "could not connect"), SocketState.FAILED_TO_CONNECT);
    }
  }

  /** A server that does not greet in time is none of ours. */
  private void greetedOrBroken(Attempt attempt) {
    if (next == attempt) {
      attempt.link.broken();
    }
  }

  private void greeted(Attempt attempt, JsonNode hello) {
    if (next != attempt) {
      return;
    }
    Attempt old = open;
    next = null;
    open = attempt;
    planned++;
    attempt.openedAt = System.nanoTime();
    failure = null;
    asked = null;
    outbox.attach(
        attempt.link,
        hello.path("ack").asBoolean(false),
        hello.path("maxMessage").asInt(Integer.MAX_VALUE));
    if (old != null) {
      old.link.close(WsClose.NORMAL, client);
    }
    feed.greeted();
    signal.set(SocketState.OPEN);
  }

  /** Starts over with another connection, which names the places of the moment. */
  private void reconnect() {
    if (open != null && signal.state() == SocketState.OPEN) {
      open.link.broken();
    }
  }

  /** The server is about to go away: another connection is opened, then this one closed. */
  private void drained(Attempt attempt, long withinMillis) {
    if (attempt == open) {
      long bound = Math.max(0, Math.min(60_000, withinMillis)) + 1;
      asked = Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound));
      plan(asked);
    }
  }

  private void lost(Attempt attempt, WsClose close) {
    if (attempt == next) {
      next = null;
    } else if (attempt == open) {
      open = null;
      outbox.detach(attempt.link);
      if (System.nanoTime() - attempt.openedAt > STABLE.toNanos()) {
        failures = 0;
      }
    } else {
      return;
    }
    feed.lost(open != null);
    boolean over = signal.state() == SocketState.CLOSING || HOPELESS.contains(close.code());
    again(over, close, SocketState.CLOSED);
  }

  /** Sees to it that there will be a connection, unless that is hopeless. */
  private void again(boolean hopeless, WsClose close, SocketState otherwise) {
    if (next != null || ended.isDone()) {
      return;
    }
    Optional<Duration> delay =
        hopeless
            ? Optional.empty()
            : options.reconnect.delay(new Reconnect.Lost(++failures, close));
    if (delay.isEmpty() && open == null) {
      finish(otherwise, close);
      return;
    }
    if (open == null) {
      signal.set(SocketState.CONNECTING);
    }
    Duration wait = asked != null && open == null ? asked : delay.orElse(STABLE);
    asked = null;
    plan(wait);
  }

  /** Connects after this time, unless another time is set or a connection opens before. */
  private void plan(Duration wait) {
    int mine = ++planned;
    client.after(
        wait,
        () ->
            serial.execute(
                () -> {
                  if (mine == planned) {
                    connect();
                  }
                }));
  }

  private void giveUp(String why) {
    failure =
        new WsException.Transport(
            "Expected what %s shows to be fetched anew but %s.".formatted(channel.route(), why),
            null);
    closing(WsClose.NORMAL);
  }

  @Override
  public CompletableFuture<WsClose> close(WsClose close) {
    serial.execute(() -> closing(close));
    return ended.copy();
  }

  private void closing(WsClose close) {
    if (ended.isDone() || signal.state() == SocketState.CLOSING) {
      return;
    }
    signal.set(SocketState.CLOSING);
    if (next != null) {
      next.link.broken();
      next = null;
    }
    if (open == null) {
      finish(SocketState.CLOSED, close);
    } else {
      open.link.close(close, client);
    }
  }

  private void finish(SocketState state, WsClose close) {
    outbox.close(
        new WsException.Transport(
            "The page at %s has ended with %d before the message was acked."
                .formatted(channel.route(), close.code()),
            failure));
    signal.set(state);
    ended.complete(close);
    client.forget(this);
  }

  StateSignal signal() {
    return signal;
  }

  LiveOutbox outbox() {
    return outbox;
  }

  Positions positions() {
    return feed.positions();
  }

  Optional<WsException> failure() {
    return Optional.ofNullable(failure);
  }

  CompletableFuture<WsClose> ended() {
    return ended.copy();
  }
}
