package dev.pilcrow.browser.guide;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy of the kind that lets no WebSocket through, and that can lose answers. */
final class BlockingProxy implements AutoCloseable {
  private static final byte[] REFUSAL =
      "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.UTF_8);

  /** The first line of each connection's first request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final int target;
  private final boolean swallow;

  /** Whether to cut the next connection that posts something before its answer comes back. */
  private volatile boolean loseNextAnswer;

  /** A proxy; {@code swallow} leaves upgrades without an answer instead of refusing them. */
  BlockingProxy(int target, boolean swallow) throws IOException {
    this.target = target;
    this.swallow = swallow;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  void loseNextAnswer() {
    loseNextAnswer = true;
  }

  /** How many upgrades were asked for. */
  long upgrades() {
    return requests.stream().filter(line -> line.startsWith("upgrade ")).count();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "blocking-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        start(() -> serve(client));
      }
    } catch (IOException e) {
      // The proxy is closed.
    }
  }

  private void serve(Socket client) {
    try {
      String head = head(client.getInputStream());
      boolean upgrade = head.toLowerCase(Locale.ROOT).contains("upgrade: websocket");
      requests.add((upgrade ? "upgrade " : "") + head.lines().findFirst().orElse(""));
      if (upgrade) {
        if (!swallow) {
          client.getOutputStream().write(REFUSAL);
          client.close();
        }
        return;
      }
      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(upstream);
      upstream.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      start(() -> copy(upstream, client, false));
      copy(client, upstream, true);
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private void copy(Socket from, Socket to, boolean requests) {
    byte[] buffer = new byte[65_536];
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        if (!requests && loseNextAnswer && isAnswerOfPost(buffer, n)) {
          loseNextAnswer = false;
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // One of the two has gone.
    }
  }

  /** Only messages are answered with 204 here. */
  private static boolean isAnswerOfPost(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 204");
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
