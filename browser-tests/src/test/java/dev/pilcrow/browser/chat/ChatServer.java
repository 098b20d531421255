package dev.pilcrow.browser.chat;

import dev.pilcrow.chat.ChatApp;
import dev.pilcrow.chat.ChatSettings;
import dev.pilcrow.testing.Ports;
import java.nio.file.Path;
import java.time.Clock;

/** A chat that can be stopped and started again on the same port and database. */
final class ChatServer implements AutoCloseable {
  private final String database;
  private final int port;
  private ChatApp app;

  ChatServer(Path folder) throws Exception {
    database = "jdbc:h2:file:" + folder.resolve("chat");
    port = Ports.free();
    app = start();
  }

  String url() {
    return "http://localhost:" + port;
  }

  void stop() {
    app.close();
  }

  void startAgain() throws Exception {
    app = start();
  }

  private ChatApp start() throws Exception {
    return ChatApp.start(ChatSettings.of(port, database), Clock.systemUTC());
  }

  @Override
  public void close() {
    app.close();
  }
}
