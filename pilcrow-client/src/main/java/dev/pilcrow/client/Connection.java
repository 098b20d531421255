package dev.pilcrow.client;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.ws.WsClose;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The life of a socket: attempts, links, losses, the end.
 *
 * <p>All transitions run on {@code serial}, one after the other. Each attempt has a number; what
 * arrives from an earlier one is ignored.
 */
final class Connection<In, Out> implements Managed {
  private static final Set<Integer> HOPELESS =
      Set.of(1000, 1002, 1003, 1007, 1008, 1009, 4401, 4403, 4404);
  private static final WsClose REPLACED = new WsClose(1001, "Connection replaced by a new one");
  private static final Duration STABLE = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final WsClient client;
  private final SocketOptions options;
  private final Serial serial;
  private final StateSignal signal = new StateSignal();
  private final Inbox<Out> inbox;
  private final Outbox<In> outbox;
  private volatile WsChannel<In, Out> channel;
  private volatile @Nullable WsException failure;
  private volatile String subprotocol = "";
  private volatile CompletableFuture<WsClose> ended = new CompletableFuture<>();

  // Only on serial.
  private @Nullable Link<In, Out> link;
  private int attempt;
  private int failures;
  private long openedAt;

  Connection(WsClient client, WsChannel<In, Out> channel, SocketOptions options) {
    this.client = client;
    this.channel = channel;
    this.options = options;
    this.serial = new Serial(client.pool());
    this.inbox = new Inbox<>(options.inbox);
    this.outbox = new Outbox<>(options.queue, client.pool());
  }

  StateSignal signal() {
    return signal;
  }

  Inbox<Out> inbox() {
    return inbox;
  }

  Outbox<In> outbox() {
    return outbox;
  }

  WsChannel<In, Out> channel() {
    return channel;
  }

  Optional<String> subprotocol() {
    return Optional.of(subprotocol).filter(name -> !name.isEmpty());
  }

  Optional<WsException> failure() {
    return Optional.ofNullable(failure);
  }

  void start() {
    serial.execute(this::connect);
  }

  private void connect() {
    int mine = ++attempt;
    Link<In, Out> next =
        new Link<>(channel, inbox, options, close -> serial.execute(() -> lost(mine, close)));
    var unused =
        client
            .open(channel, "", options, next)
            .whenComplete((socket, refused) -> serial.execute(() -> answered(mine, next, refused)));
  }

  private void answered(int mine, Link<In, Out> next, @Nullable Throwable refused) {
    if (refused == null) {
      opened(mine, next);
    } else {
      failed(mine, Handshakes.explain(refused, channel));
    }
  }

  private void opened(int mine, Link<In, Out> next) {
    if (mine != attempt) {
      next.broken();
      return;
    }
    link = next;
    openedAt = System.nanoTime();
    failure = null;
    subprotocol = next.subprotocol();
    signal.set(SocketState.OPEN);
    outbox.attach(next);
    next.start(client.timer());
  }

  private void failed(int mine, WsException why) {
    if (mine != attempt) {
      return;
    }
    failure = why;
    WsClose close = new WsClose(1006, "could not connect");
    boolean hopeless =
        why instanceof WsException.Handshake refused && Handshakes.isHopeless(refused.status());
    again(hopeless, close, SocketState.FAILED_TO_CONNECT);
  }

  private void lost(int mine, WsClose close) {
    if (mine != attempt) {
      return;
    }
    if (link != null && System.nanoTime() - openedAt > STABLE.toNanos()) {
      failures = 0;
    }
    link = null;
    outbox.detach();
    boolean over = signal.state() == SocketState.CLOSING || HOPELESS.contains(close.code());
    again(over, close, SocketState.CLOSED);
  }

  private void again(boolean hopeless, WsClose close, SocketState otherwise) {
    int mine = ++attempt;
    Optional<Duration> delay =
        hopeless
            ? Optional.empty()
            : options.reconnect.delay(new Reconnect.Lost(++failures, close));
    if (delay.isEmpty()) {
      finish(otherwise, close);
      return;
    }
    inbox.reopen();
    signal.set(SocketState.CONNECTING);
    client.after(
        delay.get(),
        () ->
            serial.execute(
                () -> {
                  if (mine == attempt) {
                    connect();
                  }
                }));
  }

  private void finish(SocketState state, WsClose close) {
    signal.set(state);
    outbox.close();
    inbox.end(close);
    ended.complete(close);
    client.forget(this);
  }

  /** Closes after what is queued has gone out. */
  @Override
  public CompletableFuture<WsClose> close(WsClose close) {
    CompletableFuture<WsClose> end = ended;
    serial.execute(() -> closing(close));
    return end.copy();
  }

  private void closing(WsClose close) {
    Link<In, Out> open = link;
    if (signal.state() == SocketState.CONNECTING) {
      attempt++;
      finish(SocketState.CLOSED, close);
    } else if (signal.state() == SocketState.OPEN && open != null) {
      int mine = attempt;
      signal.set(SocketState.CLOSING);
      client.after(DRAIN, () -> serial.execute(() -> sendClose(mine, open, close)));
      outbox.drain(() -> serial.execute(() -> sendClose(mine, open, close)));
    }
  }

  private void sendClose(int mine, Link<In, Out> open, WsClose close) {
    if (mine == attempt) {
      open.close(close, client);
    }
  }

  /** Connects anew, from any state. */
  void replace(WsChannel<In, Out> address) {
    address.target();
    serial.execute(
        () -> {
          Link<In, Out> old = link;
          link = null;
          failures = 0;
          channel = address;
          failure = null;
          outbox.detach();
          outbox.reopen();
          inbox.reopen();
          if (signal.state().isFinal()) {
            ended = new CompletableFuture<>();
          }
          client.remember(this);
          signal.set(SocketState.CONNECTING);
          connect();
          if (old != null) {
            old.close(WsClose.NORMAL, client);
          }
          inbox.interrupt(REPLACED);
        });
  }
}
