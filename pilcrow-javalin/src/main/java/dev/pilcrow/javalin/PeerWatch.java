package dev.pilcrow.javalin;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices at once that an HTTP/1.1 client has gone, though nothing is written to it.
 *
 * <p>Jetty reads nothing behind a request that it is answering, so the end of the connection would
 * show with the second failing write only. Here the read is asked for; a client that sends anything
 * else behind its request is not watched any further, and its connection ends with the response.
 */
final class PeerWatch implements Callback {
  private final EndPoint endPoint;
  private final Runnable gone;

  private PeerWatch(EndPoint endPoint, Runnable gone) {
    this.endPoint = endPoint;
    this.gone = gone;
  }

  /**
   * Watches until the connection ends; {@code gone} runs once at most, on one of Jetty's threads.
   */
  static void start(EndPoint endPoint, Runnable gone) {
    endPoint.tryFillInterested(new PeerWatch(endPoint, gone));
  }

  @Override
  public void succeeded() {
    ByteBuffer buffer = BufferUtil.allocate(64);
    try {
      int read = endPoint.fill(buffer);
      if (read < 0) {
        gone.run();
      } else if (read == 0) {
        endPoint.tryFillInterested(this);
      }
    } catch (IOException e) {
      gone.run();
    }
  }

  @Override
  public void failed(Throwable cause) {
    gone.run();
  }
}
