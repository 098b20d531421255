package dev.pilcrow.chat;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs the chat until the process is asked to stop. */
public final class Main {
  private Main() {}

  /** Exits with 2 if a setting is wrong, with 1 if the port or the database cannot be had. */
  public static void main(String[] args) throws InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.println(ChatSettings.USAGE);
      return;
    }
    int code = run(List.of(args), System.getenv(), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static int run(
      List<String> args, Map<String, String> env, PrintStream out, PrintStream err)
      throws InterruptedException {
    ChatApp app;
    try {
      app = ChatApp.start(ChatSettings.parse(args, env), Clock.systemUTC());
    } catch (StartException e) {
      err.println(e.getMessage());
      return e.exitCode();
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  app.close();
                  stopped.countDown();
                },
                "chat-stop"));
    out.println("Pilcrow chat is running at " + app.url());
    stopped.await();
    return 0;
  }
}
