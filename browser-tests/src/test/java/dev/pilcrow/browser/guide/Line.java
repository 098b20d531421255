package dev.pilcrow.browser.guide;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * A line to a server that can be cut: what is open is gone without a word, and nothing opens until
 * it is mended. The server's port may change meanwhile.
 */
final class Line implements AutoCloseable {
  private final ServerSocket server;
  private final IntSupplier target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Line(IntSupplier target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    start(this::accept);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  /** Ends every connection and opens none until {@link #mend}. */
  void cut() {
    cut = true;
    open.forEach(Line::end);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        if (cut) {
          end(client);
        } else {
          start(() -> connect(client));
        }
      }
    } catch (IOException e) {
      // The line is closed.
    }
  }

  private void connect(Socket client) {
    open.add(client);
    try {
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
      open.add(upstream);
      if (cut) { // since it was accepted
        throw new IOException("cut");
      }
      start(() -> copy(upstream, client));
      copy(client, upstream);
    } catch (IOException e) {
      end(client);
      open.remove(client);
    }
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[65_536];
    try {
      OutputStream out = to.getOutputStream();
      for (int n = from.getInputStream().read(buffer);
          n >= 0 && !cut;
          n = from.getInputStream().read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // One of the two has gone.
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "line");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    cut();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
