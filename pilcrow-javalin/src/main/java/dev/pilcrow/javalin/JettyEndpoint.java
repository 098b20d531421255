package dev.pilcrow.javalin;

import dev.pilcrow.ws.WsClose;
import java.io.ByteArrayOutputStream;
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

  private static final byte[] NOTHING = new byte[0];
  private static final long OPEN_NANOS = Duration.ofSeconds(30).toNanos();

  private final UpgradeTicket ticket;
  private final LiveServices services;
  private final PilcrowConfig config;
  private final ConnectionTimers timers;
  private final long createdAt;
  private final Watched watched = new Watched();
  private volatile @Nullable SocketPeer peer;
  private volatile @Nullable Session session;

  /** The message that is coming in; touched by Jetty's callbacks only. */
  private final StringBuilder text = new StringBuilder(0);

  private ByteArrayOutputStream binary = new ByteArrayOutputStream(0);
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
    SocketPeer opened = ticket.granted().connector().connect(ticket, services, session);
    peer = opened;
    services.counters().opened.increment();
    opened.open();
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
      peer().text(message, size);
    }
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
    if (!accept(payload.remaining(), last)) {
      callback.succeed();
      return;
    }
    byte[] message = null;
    if (peer().readsBinary()) {
      message = append(payload, last);
    }
    callback.succeed();
    if (!last) {
      demand();
      return;
    }
    endMessage();
    if (countFrame()) {
      peer().binary(message == null ? NOTHING : message);
    }
  }

  /** Keeps a part of a message; returns the whole message with its last part. */
  private byte @Nullable [] append(ByteBuffer payload, boolean last) {
    byte[] part = new byte[payload.remaining()];
    payload.get(part);
    if (last && binary.size() == 0) {
      return part;
    }
    binary.writeBytes(part);
    return last ? binary.toByteArray() : null;
  }

  /** Counts a fragment in; when the message may not go on, drops it and asks for the next frame. */
  private boolean accept(int length, boolean last) {
    heardAt = timers.heard();
    if (peer().out().isClosing()) {
      endMessage();
      demand();
      return false;
    }
    messageBytes += length;
    fragments++;
    if (messageBytes > config.maxMessageBytes || fragments > MAX_FRAGMENTS) {
      endMessage();
      peer()
          .out()
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
    if (binary.size() > 0) {
      binary = new ByteArrayOutputStream(0);
    }
    return size;
  }

  /** Takes a token; without one, closes with 1008 and asks for the next frame. */
  private boolean countFrame() {
    if (peer().count(heardAt)) {
      return true;
    }
    demand();
    return false;
  }

  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    heardAt = timers.heard();
    if (!peer().out().isClosing() && !countFrame()) {
      return;
    }
    // The next frame is read when this one is answered: a peer that does not read cannot flood.
    session().sendPong(payload, Callback.from(this::demand, failure -> demand()));
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    heardAt = timers.heard();
    if (peer().out().isClosing() || countFrame()) {
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
    SocketPeer current = peer;
    services.connections().remove(watched, ticket.place(), current != null);
    if (current != null) {
      current.out().ended(close);
    }
  }

  /** What the watchdog and the stop of the application see. */
  LiveConnection watched() {
    return watched;
  }

  private final class Watched implements LiveConnection {
    @Override
    public void sweep(long now) {
      SocketPeer current = peer;
      if (current == null ? now - createdAt > OPEN_NANOS : timers.sweep(current, now)) {
        end(Outgoing.LOST);
      }
    }

    @Override
    public long queuedBytes() {
      SocketPeer current = peer;
      return current == null ? 0 : current.out().queuedBytes();
    }

    @Override
    public int waitingMessages() {
      SocketPeer current = peer;
      return current == null ? 0 : current.inbox().size();
    }

    @Override
    public void moveAway(long withinMillis) {
      SocketPeer current = peer;
      if (current != null) {
        current.out().moveAway(withinMillis);
      }
    }

    @Override
    public void drain(long retryAfterMillis) {
      SocketPeer current = peer;
      if (current != null) {
        current.drain(retryAfterMillis);
      }
    }

    @Override
    public void cut(WsClose close) {
      SocketPeer current = peer;
      if (current != null) {
        current.out().disconnect();
      }
      end(close);
    }
  }

  private void demand() {
    session().demand();
  }

  private SocketPeer peer() {
    return opened(peer);
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
