package dev.pilcrow.chat;

import dev.pilcrow.testing.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Several chats, each a process, over one Redis and one PostgreSQL, behind one address. Both
 * servers are started here, without containers, and keep nothing.
 */
final class Nodes implements AutoCloseable {
  private static final int NODES = 3;

  private final List<Closeable> started = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final Balancer balancer;

  /**
   * Starts everything and waits until every node serves.
   *
   * @param port of the address before them; 0 for any free port
   */
  Nodes(int count, int port) throws IOException {
    try {
      RedisProcess redis = new RedisProcess();
      started.add(redis::close);
      EmbeddedPostgres postgres = EmbeddedPostgres.start();
      started.add(postgres);
      String database = postgres.getJdbcUrl("postgres", "postgres");
      for (int i = 0; i < count; i++) {
        int own = Ports.free();
        ports.add(own);
        processes.add(launch(own, database, redis.url()));
        awaitRunning(processes.get(i)); // the first one makes the tables
      }
      balancer = new Balancer(port, ports);
      started.add(balancer::close);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Runs three nodes until the process is asked to stop. */
  public static void main(String[] args) throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    try (Nodes nodes = new Nodes(NODES, args.length > 0 ? Integer.parseInt(args[0]) : 7070)) {
      Runtime.getRuntime().addShutdownHook(new Thread(nodes::stop));
      System.out.println("Three chats are one at " + nodes.url());
      for (int i = 0; i < NODES; i++) {
        System.out.printf(
            "  node %d at http://localhost:%d; end it with: kill -9 %d%n",
            i + 1, nodes.ports.get(i), nodes.processes.get(i).pid());
      }
      stopped.await();
    }
  }

  private static Process launch(int port, String database, String redis) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--port",
            String.valueOf(port),
            "--db",
            database,
            "--redis",
            redis);
    builder.environment().put("CHAT_DB_USER", "postgres");
    return builder.redirectErrorStream(true).start();
  }

  private static void awaitRunning(Process node) throws IOException {
    BufferedReader out = node.inputReader();
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith("Pilcrow chat is running")) {
        drain(out);
        return;
      }
    }
    throw new IOException("Expected a node to start but it said " + said);
  }

  String url() {
    return "http://localhost:" + balancer.port();
  }

  /** Where one node listens itself. */
  String url(int node) {
    return "http://localhost:" + ports.get(node);
  }

  /** Ends a node as a crash would. */
  void kill(int node) {
    processes.get(node).destroyForcibly().onExit().join();
  }

  private void stop() {
    try {
      close();
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).close();
    }
  }

  /** Reads what a process says, so that it never waits for a reader. */
  static void drain(BufferedReader out) {
    daemon(
            () -> {
              try {
                out.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                // The process has ended.
              }
            })
        .start();
  }

  static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "nodes");
    thread.setDaemon(true);
    return thread;
  }
}
