package dev.pilcrow.benchmarks.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network between clients and servers: each connection goes to a server that runs, and belongs
 * to the client whose number stands first in the path. A client's connections can be cut, and what
 * comes to it can be held back, as for a tab that sleeps.
 */
final class Gate implements AutoCloseable {
  private static final Pattern CLIENT = Pattern.compile("^GET /\\w+/(\\d+)/");

  private record Pair(Socket client, Socket server) {
    void close() {
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  private final ServerSocket listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  private final List<NodeProcess> nodes;
  private final Random random;
  private final Set<Integer> cut = ConcurrentHashMap.newKeySet();
  private final Set<Integer> asleep = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<Integer, Set<Pair>> pairs = new ConcurrentHashMap<>();

  Gate(List<NodeProcess> nodes, long seed) throws IOException {
    this.nodes = nodes;
    this.random = new Random(seed);
    Threads.start("gate", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  boolean isCut(int client) {
    return cut.contains(client);
  }

  /** The port of some server that runs. */
  int node() throws IOException {
    List<Integer> running = nodes.stream().map(NodeProcess::port).filter(port -> port > 0).toList();
    if (running.isEmpty()) {
      throw new IOException("No server runs.");
    }
    synchronized (random) {
      return running.get(random.nextInt(running.size()));
    }
  }

  void cut(int client) {
    cut.add(client);
    pairs(client).forEach(Pair::close);
  }

  void mend(int client) {
    cut.remove(client);
  }

  void sleep(int client) {
    asleep.add(client);
  }

  void wake(int client) {
    asleep.remove(client);
  }

  private Set<Pair> pairs(int client) {
    return pairs.computeIfAbsent(client, key -> ConcurrentHashMap.newKeySet());
  }

  private void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket socket = listener.accept();
      Threads.start("gate-open", () -> open(socket));
    }
  }

  private void open(Socket socket) throws Exception {
    byte[] first = new byte[8_192];
    int length = socket.getInputStream().read(first);
    Matcher path =
        CLIENT.matcher(new String(first, 0, Math.max(0, length), StandardCharsets.ISO_8859_1));
    int client = path.find() ? Integer.parseInt(path.group(1)) : -1;
    if (client < 0 || isCut(client)) {
      socket.close();
      return;
    }
    Socket server = new Socket();
    Pair pair = new Pair(socket, server);
    try {
      server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node()), 2_000);
      server.setTcpNoDelay(true);
      socket.setTcpNoDelay(true);
      pairs(client).add(pair);
      if (isCut(client)) {
        throw new IOException("cut meanwhile");
      }
      server.getOutputStream().write(first, 0, length);
      Threads.start("gate-down", () -> pump(client, pair, server, socket, true));
      pump(client, pair, socket, server, false);
    } finally {
      pair.close();
      pairs(client).remove(pair);
    }
  }

  private void pump(int client, Pair pair, Socket from, Socket to, boolean down)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[16_384];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        while (down && asleep.contains(client) && !to.isClosed()) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        out.write(buffer, 0, n);
      }
    } finally {
      pair.close();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    pairs.values().forEach(all -> all.forEach(Pair::close));
  }
}
