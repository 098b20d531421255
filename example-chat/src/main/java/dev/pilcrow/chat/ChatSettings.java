package dev.pilcrow.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * How the chat runs, from the command line and, where that says nothing, the environment.
 *
 * @param port where to listen; 0 takes any free port
 * @param dbUrl a JDBC address of H2 or PostgreSQL
 * @param dbUser the database's user, or empty
 * @param dbPassword the user's password, or empty
 * @param redis the address of the Redis that several machines share, or empty for one machine
 * @param dev whether templates and assets are read from the source folder on each request
 */
public record ChatSettings(
    int port, String dbUrl, String dbUser, String dbPassword, String redis, boolean dev) {

  /** The words for {@code --help}. */
  static final String USAGE =
      """
      Usage: chat [--port N] [--db URL] [--redis URL] [--dev]
        --port N   where to listen (PORT, default 7070; 0 takes any free port)
        --db URL   jdbc:h2:… or jdbc:postgresql:… (CHAT_DB, default jdbc:h2:file:./data/chat);
                   CHAT_DB_USER and CHAT_DB_PASSWORD say who connects
        --redis URL  redis://… or rediss://…, for several machines that share one chat (CHAT_REDIS)
        --dev      read templates and assets from the source folder on each request (CHAT_DEV=1)""";

  private static final String DEFAULT_DB = "jdbc:h2:file:./data/chat";

  /** Settings for an application inside a test or another program. */
  public static ChatSettings of(int port, String dbUrl) {
    return new ChatSettings(port, dbUrl, "", "", "", false);
  }

  /**
   * The settings of a command line and an environment.
   *
   * @throws StartException with exit code 2 if one of them cannot be used
   */
  static ChatSettings parse(List<String> args, Map<String, String> env) throws StartException {
    String port = setting(env, "PORT", "7070");
    String portSource = "PORT";
    String db = setting(env, "CHAT_DB", DEFAULT_DB);
    String redis = setting(env, "CHAT_REDIS", "");
    boolean dev = List.of("1", "true").contains(setting(env, "CHAT_DEV", ""));
    Deque<String> rest = new ArrayDeque<>(args);
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      int equals = word.indexOf('=');
      String name = equals > 0 ? word.substring(0, equals) : word;
      switch (name) {
        case "--port" -> {
          port = value(word, rest);
          portSource = "--port";
        }
        case "--db" -> db = value(word, rest);
        case "--redis" -> redis = value(word, rest);
        case "--dev" -> dev = true;
        default -> throw wrong("Unknown option '" + name + "'.\n" + USAGE);
      }
    }
    if (!db.startsWith("jdbc:h2:") && !db.startsWith("jdbc:postgresql:")) {
      throw wrong(
          "The database must be a jdbc:h2:… or jdbc:postgresql:… address, but is '"
              + Database.redact(db)
              + "'.");
    }
    if (!redis.isEmpty() && !redis.matches("rediss?://.+")) {
      throw wrong("The address of Redis must start with redis:// or rediss://, but does not.");
    }
    return new ChatSettings(
        port(port.strip(), portSource),
        db,
        setting(env, "CHAT_DB_USER", ""),
        setting(env, "CHAT_DB_PASSWORD", ""),
        redis,
        dev);
  }

  /** An environment variable; one that is empty counts as not set. */
  private static String setting(Map<String, String> env, String name, String fallback) {
    String value = env.get(name);
    return value == null || value.isBlank() ? fallback : value;
  }

  private static String value(String word, Deque<String> rest) throws StartException {
    int equals = word.indexOf('=');
    if (equals > 0) {
      return word.substring(equals + 1);
    }
    String next = rest.pollFirst();
    if (next == null) {
      throw wrong(word + " needs a value.\n" + USAGE);
    }
    return next;
  }

  private static int port(String text, String source) throws StartException {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port <= 65_535) {
        return port;
      }
    }
    throw wrong(source + " must be a number from 0 to 65535, but is '" + text + "'.");
  }

  private static StartException wrong(String message) {
    return new StartException(2, message);
  }
}
