package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import io.javalin.websocket.WsConnectContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty's side of one connection: turns frames into what the handler receives.
 *
 * <p>Public only because Jetty looks its methods up from outside; applications have no use for it.
 * Jetty calls the {@code onWebSocket} methods one after the other. Each frame is demanded
 * explicitly: exactly one demand follows each frame, at once or when the inbox has room again.
 */
public final class JettyEndpoint implements Session.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  /** How many fragments one message may have; Jetty itself splits large frames into some. */
  private static final int MAX_FRAGMENTS = 4_096;

  private static final long OPEN_NANOS = Duration.ofSeconds(30).toNanos();

  private final UpgradeTicket ticket;
  private final LiveServices services;
  private final PilcrowConfig config;
  private final ConnectionTimers timers;
  private final long createdAt;
  private final Watched watched = new Watched();
  private volatile @Nullable LiveWsStream stream;
  private volatile @Nullable Receiver receiver;
  private volatile @Nullable Session session;

  /** The message that is coming in; touched by Jetty's callbacks only. */
  private final StringBuilder text = new StringBuilder(0);

  private int messageBytes;
  private int fragments;

  /** When the frame at hand came. */
  private long heardAt;

  JettyEndpoint(UpgradeTicket ticket, LiveServices services) {
    this.ticket = ticket;
    this.services = services;
    this.config = services.config();
    this.createdAt = config.ticker.getAsLong();
    this.timers = new ConnectionTimers(config);
  }

  @Override
  public void onWebSocketOpen(Session session) {
    this.session = session;
    session.setIdleTimeout(Duration.ZERO);
    LiveWsStream opened =
        new LiveWsStream(
            ticket,
            services,
            new WsConnectContext(ticket.context().attach(session)),
            new SocketTransport(session, ticket.silcrow()),
            session::demand);
    receiver = new Receiver(opened, services);
    stream = opened;
    services.counters().opened.increment();
    opened.open(ControlFrames.hello(config, true, config.heartbeat, ""));
    if (services.connections().isStopping()) {
      opened.drain(0);
    }
    session.demand();
  }

  @Override
  public void onWebSocketPartialText(String payload, boolean last) {
    if (!accept(utf8Length(payload), last)) {
      return;
    }
    if (!last) {
      text.append(payload);
      demand();
      return;
    }
    String message = text.isEmpty() ? payload : text.append(payload).toString();
    int size = endMessage();
    if (countFrame()) {
      receiver().text(message, size);
    }
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
    int length = payload.remaining();
    callback.succeed();
    if (!accept(length, last)) {
      return;
    }
    if (!last) {
      demand();
      return;
    }
    endMessage();
    if (countFrame()) {
      receiver().binary();
    }
  }

  /** Counts a fragment in; when the message may not go on, drops it and asks for the next frame. */
  private boolean accept(int length, boolean last) {
    heardAt = timers.heard();
    if (stream().isClosing()) {
      endMessage();
      demand();
      return false;
    }
    messageBytes += length;
    fragments++;
    if (messageBytes > config.maxMessageBytes || fragments > MAX_FRAGMENTS) {
      endMessage();
      stream()
          .closeNow(
              WsClose.TOO_LARGE, "a message is over " + config.maxMessageBytes + " bytes of UTF-8");
      demand();
      return false;
    }
    if (!last) {
      timers.inMessage();
    }
    return true;
  }

  private int endMessage() {
    int size = messageBytes;
    messageBytes = 0;
    fragments = 0;
    timers.messageEnded();
    text.setLength(0);
    if (text.capacity() > 0) {
      text.trimToSize();
    }
    return size;
  }

  /** Takes a token; without one, closes with 1008 and asks for the next frame. */
  private boolean countFrame() {
    if (receiver().count(heardAt)) {
      return true;
    }
    demand();
    return false;
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    heardAt = timers.heard();
    if (!stream().isClosing() && !countFrame()) {
      return;
    }
    // The next frame is read when this one is answered: a peer that does not read cannot flood.
    session().sendPong(payload, Callback.from(this::demand, failure -> demand()));
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    heardAt = timers.heard();
    if (stream().isClosing() || countFrame()) {
      demand();
    }
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    LOG.debug("Connection {} failed", ticket.id(), cause);
  }

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    boolean known = code >= 1000 && code <= 4999;
    end(new WsClose(known ? code : Outgoing.LOST.code(), reason == null ? "" : reason));
    callback.succeed();
  }

  private void end(WsClose close) {
    LiveWsStream current = stream;
    services.connections().remove(watched, ticket.place(), current != null);
    if (current != null) {
      current.ended(close);
    }
  }

  /** What the watchdog and the stop of the application see. */
  LiveConnection watched() {
    return watched;
  }

  private final class Watched implements LiveConnection {
    @Override
    public void sweep(long now) {
      LiveWsStream current = stream;
      if (current == null ? now - createdAt > OPEN_NANOS : timers.sweep(current, now)) {
        end(Outgoing.LOST);
      }
    }

    @Override
    public void drain(long retryAfterMillis) {
      LiveWsStream current = stream;
      if (current != null) {
        current.drain(retryAfterMillis);
      }
    }

    @Override
    public void cut(WsClose close) {
      LiveWsStream current = stream;
      if (current != null) {
        current.out().disconnect();
      }
      end(close);
    }
  }

  private void demand() {
    session().demand();
  }

  private LiveWsStream stream() {
    return opened(stream);
  }

  private Receiver receiver() {
    return opened(receiver);
  }

  private Session session() {
    return opened(session);
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("A frame came before the connection was open.");
    }
    return part;
  }

  /** How many bytes of UTF-8 a text has; a half of a pair counts as the 3 bytes of U+FFFD. */
  static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        length += Character.isSurrogate(c) ? 1 : 2;
      } else if (c >= 0x80) {
        length++;
      }
    }
    return length;
  }
}
