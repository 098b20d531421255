package dev.pilcrow.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** One address for several nodes: each connection goes to the next one that takes it. */
final class Balancer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Integer> ports;
  private final ExecutorService threads = Executors.newCachedThreadPool(Nodes::daemon);
  private final AtomicInteger next = new AtomicInteger();

  /**
   * @param port where to listen, on this machine only; 0 for any free port
   * @param ports where the nodes listen
   */
  Balancer(int port, List<Integer> ports) throws IOException {
    this.ports = ports;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        // This balancer has ended.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Socket node = connect();
      threads.execute(() -> copy(node, client));
      copy(client, node);
    } catch (IOException e) {
      // The client has gone, or there is no node: it is hung up on.
    }
  }

  private Socket connect() throws IOException {
    IOException failure = new IOException("There is no node.");
    for (int tries = 0; tries < ports.size(); tries++) {
      int port = ports.get(Math.floorMod(next.getAndIncrement(), ports.size()));
      Socket node = new Socket();
      try {
        node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return node;
      } catch (IOException e) {
        node.close();
        failure = e;
      }
    }
    throw failure;
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      OutputStream out = to.getOutputStream();
      from.getInputStream().transferTo(out);
    } catch (IOException e) {
      // One end has gone; the other one goes with it.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
