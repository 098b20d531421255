package dev.pilcrow.client;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.route.WsRoute;
import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server in a process of its own, which a test can kill. It ends with the test in any case. */
final class EchoProcess implements AutoCloseable {
  /** What it answers: which server it is, and what it got. */
  record Echo(int server, int number) {}

  static final WsChannel<Integer, Echo> CHANNEL =
      WsChannel.of(WsRoute.of("/echo"), Codecs.cbor(), Integer.class, Echo.class);

  private static final String READY = "ready";

  private final Process process;

  private EchoProcess(Process process) {
    this.process = process;
  }

  /** Starts a server and waits until it listens. */
  static EchoProcess start(int port, int server) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                EchoProcess.class.getName(),
                Integer.toString(port),
                Integer.toString(server))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (!READY.equals(line)) {
      process.destroyForcibly();
      throw new IllegalStateException("Expected the server to say ready but found " + line);
    }
    return new EchoProcess(process);
  }

  /** Serves until its input ends, which it does with the process that started it. */
  public static void main(String... args) throws IOException {
    int server = Integer.parseInt(args[1]);
    Javalin app =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              Pilcrow.install(
                      config,
                      settings ->
                          settings.rateLimit(1_000_000, 1_000_000).sendQueue(1_000_000, 64 << 20))
                  .ws(
                      CHANNEL,
                      stream -> {
                        for (int number : stream.messages()) {
                          stream.send(new Echo(server, number));
                        }
                      });
            });
    app.start("127.0.0.1", Integer.parseInt(args[0]));
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Nobody writes.
    }
    System.exit(0);
  }

  /** Ends it with SIGKILL: nothing is closed, flushed or said. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
