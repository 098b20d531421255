package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat in a terminal, against the chat itself. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalTest {
  @TempDir Path folder;

  @Test
  void itTalksAndListens() throws Exception {
    try (RunningChat chat = new RunningChat()) {
      RunningChat.Visit bob = chat.visit();
      bob.post("/me", Map.of("name", "Bob"));
      say(bob, "before");
      Running ada = new Running(chat.url());
      assertThat(ada.next()).isEqualTo("Bob: before");
      ada.type("hello **Bob**");
      assertThat(ada.next()).isEqualTo("Ada: hello Bob");
      say(bob, "hello <Ada>");
      assertThat(ada.next()).isEqualTo("Bob: hello <Ada>");
      ada.type(" ");
      assertThat(ada.next()).isEqualTo("! Write something first.");
      assertThat(ada.end()).isEmpty();
      assertThat(chat.visit().get("/rooms/general", "application/json").body())
          .contains("hello **Bob**");
    }
  }

  /** More is missed than one page shows. */
  @Test
  void aRestartLosesAndDoublesNothing() throws Exception {
    String db = "jdbc:h2:file:" + folder.resolve("chat");
    ChatApp app = ChatApp.start(ChatSettings.of(0, db), Clock.systemUTC());
    int port = app.port();
    try {
      Running ada = new Running(app.url());
      say(new RunningChat.Visit(app.url()), "first");
      ada.type("mine 1");
      assertThat(List.of(ada.next(), ada.next())).anyMatch(line -> line.equals("Ada: mine 1"));
      app.close();
      ada.type("mine 2");
      ada.type("mine 3");
      ChatApp elsewhere = ChatApp.start(ChatSettings.of(0, db), Clock.systemUTC());
      RunningChat.Visit bob = new RunningChat.Visit(elsewhere.url());
      bob.post("/me", Map.of("name", "Bob"));
      for (int n = 1; n <= 120; n++) {
        say(bob, "missed " + n);
      }
      elsewhere.close();
      app = ChatApp.start(ChatSettings.of(port, db), Clock.systemUTC());
      List<String> heard = new ArrayList<>();
      for (int n = 0; n < 122; n++) {
        heard.add(ada.next());
      }
      assertThat(heard)
          .filteredOn(line -> line.startsWith("Bob"))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 120).mapToObj(n -> "Bob: missed " + n).toList());
      assertThat(heard)
          .filteredOn(line -> line.startsWith("Ada"))
          .containsExactly("Ada: mine 2", "Ada: mine 3");
      assertThat(ada.end()).isEmpty();
    } finally {
      app.close();
    }
  }

  private static void say(RunningChat.Visit visit, String text) throws Exception {
    visit.post("/rooms/general/messages", Map.of("text", text));
  }

  /** Ada in her terminal: what she types goes in, what she sees comes out. */
  private static final class Running {
    private final PipedOutputStream keys = new PipedOutputStream();
    private final BufferedReader screen;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Running(String url) throws IOException {
      PipedInputStream shown = new PipedInputStream(1 << 20);
      PipedInputStream typed = new PipedInputStream(keys);
      PrintStream out = new PrintStream(new PipedOutputStream(shown), true, StandardCharsets.UTF_8);
      screen = new BufferedReader(new InputStreamReader(shown, StandardCharsets.UTF_8));
      Nodes.daemon(
              () -> {
                try (out) {
                  new Terminal(url, "general", "Ada", out)
                      .run(
                          new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8)));
                  ended.complete(null);
                } catch (IOException | InterruptedException e) {
                  ended.completeExceptionally(e);
                }
              })
          .start();
    }

    void type(String line) throws IOException {
      keys.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      keys.flush();
    }

    /** The next line that tells of no connection. */
    String next() throws IOException {
      String line;
      do {
        line = screen.readLine();
      } while (line != null && line.startsWith("*"));
      return String.valueOf(line);
    }

    /** Ends the input; what came after the last line that was read. */
    List<String> end() throws Exception {
      keys.close();
      ended.get(30, TimeUnit.SECONDS);
      return screen.lines().filter(line -> !line.startsWith("*")).toList();
    }
  }
}
