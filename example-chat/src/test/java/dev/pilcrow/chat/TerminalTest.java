package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.client.WsClient;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.testing.Ports;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.CookieManager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The chat in a terminal, against the chat itself. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TerminalTest {
  private static final String EMPTY = "! Write something first.";

  @TempDir Path folder;

  @Test
  void itTalksAndListens() throws Exception {
    try (RunningChat chat = new RunningChat()) {
      RunningChat.Visit bob = chat.visit();
      bob.post("/me", Map.of("name", "Bob"));
      say(bob, "before");
      say(bob, "**and** before");
      Running ada = new Running(chat.url());
      assertThat(ada.next()).isEqualTo("Bob: before");
      assertThat(ada.next()).isEqualTo("Bob: and before");
      ada.type("hello **Bob**");
      assertThat(ada.next()).isEqualTo("Ada: hello Bob");
      say(bob, "hello <Ada>");
      assertThat(ada.next()).isEqualTo("Bob: hello <Ada>");
      ada.type(" ");
      assertThat(ada.next()).isEqualTo(EMPTY);
      assertThat(ada.end()).isEmpty();
      assertThat(chat.visit().get("/rooms/general", "application/json").body())
          .contains("hello **Bob**");
    }
  }

  /** More is missed than one answer has: first by somebody who has seen nothing at all. */
  @Test
  void restartsLoseAndDoubleNothing() throws Exception {
    String db = "jdbc:h2:file:" + folder.resolve("chat");
    int port = Ports.free();
    ChatApp app = ChatApp.start(ChatSettings.of(port, db), Clock.systemUTC());
    try {
      Running ada = new Running(app.url());
      ada.type(" ");
      assertThat(ada.next()).isEqualTo(EMPTY);
      for (String round : List.of("a", "b")) {
        app.close();
        ada.type("mine " + round + "1");
        ada.type("mine " + round + "2");
        sayElsewhere(db, round);
        app = ChatApp.start(ChatSettings.of(port, db), Clock.systemUTC());
        List<String> heard = new ArrayList<>();
        while (heard.size() < 122) {
          String line = ada.next();
          if (!line.equals(EMPTY)) { // said again if the server went before it had acked that
            heard.add(line);
          }
        }
        assertThat(heard)
            .containsExactlyElementsOf(
                Stream.concat(
                        IntStream.rangeClosed(1, 120).mapToObj(n -> "Bob: missed " + round + n),
                        Stream.of("Ada: mine " + round + "1", "Ada: mine " + round + "2"))
                    .toList());
      }
      assertThat(ada.end()).isEmpty();
    } finally {
      app.close();
    }
  }

  /** 120 messages of Bob, by a server that is none of ours. */
  private static void sayElsewhere(String db, String round) throws StartException {
    try (Database database = Database.open(ChatSettings.of(0, db))) {
      ChatStore store = new ChatStore(database::jdbi);
      Room general = new RoomStore(database::jdbi).room("general").orElseThrow();
      for (int n = 1; n <= 120; n++) {
        store.addMessage(
            general, new Person("bob", "Bob"), "missed " + round + n, Instant.EPOCH, null);
      }
    }
  }

  /** Two nodes may publish theirs in another order than that of the ids. */
  @Test
  void eachMessageIsPrintedOnceThoughItComesLateOrAgain() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (WsClient client = WsClient.to("http://localhost:1")) {
      Terminal terminal =
          new Terminal(
              client, "general", "Ada", new PrintStream(printed, true, StandardCharsets.UTF_8));
      for (int id : new int[] {2, 1, 3, 2, 1}) {
        terminal.event(said(id), Optional.empty());
      }
      assertThat(printed.toString(StandardCharsets.UTF_8).lines())
          .containsExactly("Bob: 2", "Bob: 1", "Bob: 3");
      printed.reset();
      for (int id = 4; id <= 100; id++) {
        terminal.event(said(id), Optional.empty());
      }
      assertThat(printed.toString(StandardCharsets.UTF_8).lines()).hasSize(97);
      printed.reset();
      terminal.event(said(1), Optional.empty());
      terminal.event(said(100), Optional.empty());
      assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }
  }

  private static WsEvent said(int id) {
    return WsEvent.html(
        "<article class='message' data-id='%d'><b class=name>Bob</b> <p class=text>%d</p></article>"
            .formatted(id, id),
        "#messages");
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
                try (out;
                    WsClient client = WsClient.to(url, new CookieManager())) {
                  new Terminal(client, "general", "Ada", out)
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
