package dev.pilcrow.javalin;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.ws.WsClose;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.eclipse.jetty.websocket.core.WebSocketCoreSession;

/**
 * Writes to a WebSocket: events, for clients that understand arrays in one frame; pings; a close
 * frame.
 */
final class SocketTransport implements Transport {
  private final Session session;
  private final WebSocketCoreSession core;
  private final boolean silcrow;

  /** Whether frames go out as they are: no extension, such as compression, changes them. */
  private final boolean plain;

  private final UnaryOperator<EncodedEvent> form;

  /** A transport; {@code silcrow} says whether the client understands arrays and stamps. */
  SocketTransport(Session session, boolean silcrow) {
    this(session, silcrow, UnaryOperator.identity());
  }

  /** A transport of messages that are no page events, each in a frame of its own. */
  static SocketTransport ofMessages(Session session, UnaryOperator<EncodedEvent> form) {
    return new SocketTransport(session, false, form);
  }

  private SocketTransport(Session session, boolean silcrow, UnaryOperator<EncodedEvent> form) {
    this.session = session;
    this.core = (WebSocketCoreSession) ((WebSocketSession) session).getCoreSession();
    this.silcrow = silcrow;
    this.plain = core.getNegotiatedExtensions().isEmpty();
    this.form = form;
  }

  @Override
  public void write(List<EncodedEvent> frames, Callback done) {
    if (silcrow) {
      send(new Frame(OpCode.TEXT).setPayload(EncodedEvent.join(frames, true)), done, false);
      return;
    }
    int last = frames.size() - 1;
    for (int i = 0; i < last; i++) {
      send(frame(frames.get(i)), Callback.NOOP, true);
    }
    send(frame(frames.get(last)), done, false);
  }

  private Frame frame(EncodedEvent event) {
    EncodedEvent formed = form.apply(event);
    int opcode = formed.opcode() == 0 ? OpCode.TEXT : formed.opcode();
    return new Frame((byte) opcode).setPayload(formed.utf8());
  }

  /**
   * Hands a data frame to Jetty's flusher. On the way there Jetty's session would only cut it up
   * and pass it through the extensions; where there is nothing to do, that is skipped. What comes
   * after a close frame the flusher refuses by itself.
   *
   * @param more whether another frame follows at once, so that small ones leave together; if this
   *     one cannot be written the last one will not be either
   */
  private void send(Frame frame, Callback done, boolean more) {
    long whole = core.getMaxFrameSize();
    if (plain && (whole <= 0 || frame.getPayloadLength() <= whole)) {
      core.getConnection().enqueueFrame(new OutgoingEntry.Builder(frame, done).batch(more).build());
    } else {
      core.sendFrame(frame, done, more);
    }
  }

  @Override
  public void ping() {
    session.sendPing(ByteBuffer.allocate(0), org.eclipse.jetty.websocket.api.Callback.NOOP);
  }

  /**
   * Jetty's session cuts the connection right behind a close frame with an error code; a client
   * that is still sending would see a reset instead of the code. Past the session, Jetty's flusher
   * sends the frame and shuts the output, and we read on, to nowhere, until the peer is done or the
   * watchdog loses patience.
   */
  @Override
  public void close(WsClose why, boolean writing) {
    String reason = shorten(why.reason());
    if (CloseStatus.isOrdinary(why.code())) {
      session.close(why.code(), reason, org.eclipse.jetty.websocket.api.Callback.NOOP);
    } else {
      Frame frame = new CloseStatus(why.code(), reason).toFrame();
      core.getConnection().enqueueFrame(new OutgoingEntry.Builder(frame, Callback.NOOP).build());
    }
  }

  @Override
  public void disconnect() {
    session.disconnect();
  }

  /** What fits a close frame: at most 123 bytes of UTF-8, whole characters. */
  static String shorten(String reason) {
    if (reason.length() <= 41) {
      return reason;
    }
    int bytes = 0;
    int end = 0;
    while (end < reason.length()) {
      int point = reason.codePointAt(end);
      bytes += new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > 123) {
        break;
      }
      end += Character.charCount(point);
    }
    return reason.substring(0, end);
  }
}
