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

/** One address for several nodes: each connection goes to the next one that takes it. */
final class Balancer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Integer> ports;
  private final ExecutorService threads = Executors.newCachedThreadPool(Nodes::daemon);
  private int next;

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
        Socket node = connect();
        threads.execute(() -> copy(client, node));
        threads.execute(() -> copy(node, client));
      } catch (IOException e) {
        // The client has gone, there is no node, or this balancer has ended.
      }
    }
  }

  private Socket connect() throws IOException {
    IOException failure = new IOException("There is no node.");
    for (int tries = 0; tries < ports.size(); tries++) {
      int port = ports.get(next++ % ports.size());
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
