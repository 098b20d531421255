package dev.pilcrow.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** How a socket connects and what it holds. Immutable: each option returns a changed copy. */
public final class SocketOptions {
  private static final SocketOptions DEFAULTS =
      new SocketOptions(
          List.of(),
          Reconnect.never(),
          64,
          32,
          1 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          SocketOptions::warn);

  final List<Map.Entry<String, String>> headers;
  final Reconnect reconnect;
  final int queue;
  final int inbox;
  final int maxMessage;
  final Duration connectTimeout;
  final Duration pingInterval;
  final Consumer<String> onMalformed;

  private SocketOptions(
      List<Map.Entry<String, String>> headers,
      Reconnect reconnect,
      int queue,
      int inbox,
      int maxMessage,
      Duration connectTimeout,
      Duration pingInterval,
      Consumer<String> onMalformed) {
    this.headers = headers;
    this.reconnect = reconnect;
    this.queue = queue;
    this.inbox = inbox;
    this.maxMessage = maxMessage;
    this.connectTimeout = connectTimeout;
    this.pingInterval = pingInterval;
    this.onMalformed = onMalformed;
  }

  /** No headers, no second attempt, and the limits named below. */
  public static SocketOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Adds a header to the handshake, and to what is fetched with these options. A server that gets
   * cookies wants an {@code Origin} too.
   *
   * @throws IllegalArgumentException if name or value hold what a header cannot
   */
  public SocketOptions header(String name, String value) {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+") || !value.matches("[\\x20-\\x7e\\t]*")) {
      throw new IllegalArgumentException(
          "Expected a header's name and its value in printable ASCII but found another character"
              + " in '%s'.".formatted(name));
    }
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new SocketOptions(
        List.copyOf(more),
        reconnect,
        queue,
        inbox,
        maxMessage,
        connectTimeout,
        pingInterval,
        onMalformed);
  }

  boolean hasHeader(String name) {
    return headers.stream().anyMatch(header -> header.getKey().equalsIgnoreCase(name));
  }

  /** When to try again; {@link Reconnect#never()} otherwise. */
  public SocketOptions reconnect(Reconnect reconnect) {
    return new SocketOptions(
        headers, reconnect, queue, inbox, maxMessage, connectTimeout, pingInterval, onMalformed);
  }

  /** How many messages may wait to be sent, 64 otherwise. */
  public SocketOptions queue(int messages) {
    return new SocketOptions(
        headers,
        reconnect,
        positive("messages", messages),
        inbox,
        maxMessage,
        connectTimeout,
        pingInterval,
        onMalformed);
  }

  /**
   * How many received messages may wait to be taken, 32 otherwise. When it is full nothing more is
   * read, so the server has to wait.
   */
  public SocketOptions inbox(int messages) {
    return new SocketOptions(
        headers,
        reconnect,
        queue,
        positive("messages", messages),
        maxMessage,
        connectTimeout,
        pingInterval,
        onMalformed);
  }

  /** The largest message that is received, in bytes or characters; 1 MiB otherwise. */
  public SocketOptions maxMessage(int size) {
    return new SocketOptions(
        headers,
        reconnect,
        queue,
        inbox,
        positive("bytes", size),
        connectTimeout,
        pingInterval,
        onMalformed);
  }

  /** How long an attempt may take, 10 s otherwise. */
  public SocketOptions connectTimeout(Duration timeout) {
    return new SocketOptions(
        headers, reconnect, queue, inbox, maxMessage, positive(timeout), pingInterval, onMalformed);
  }

  /**
   * How often to ping, every 25 s otherwise. A peer that is silent for two and a half intervals
   * counts as lost; one that falls silent behind a message, for one.
   */
  public SocketOptions pingInterval(Duration interval) {
    return new SocketOptions(
        headers,
        reconnect,
        queue,
        inbox,
        maxMessage,
        connectTimeout,
        positive(interval),
        onMalformed);
  }

  /**
   * What to do with the reasons of malformed messages that {@link TypedSocket#messages} and {@link
   * TypedSocket#publisher} skip; a WARN line otherwise.
   */
  public SocketOptions onMalformed(Consumer<String> action) {
    return new SocketOptions(
        headers, reconnect, queue, inbox, maxMessage, connectTimeout, pingInterval, action);
  }

  private static void warn(String reason) {
    LoggerFactory.getLogger(TypedSocket.class).warn("Skipped a malformed message: {}", reason);
  }

  private static int positive(String what, int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 of %s but found %d.".formatted(what, n));
    }
    return n;
  }

  private static Duration positive(Duration duration) {
    if (duration.isZero() || duration.isNegative()) {
      throw new IllegalArgumentException(
          "Expected a time above 0 but found %s.".formatted(duration));
    }
    return duration;
  }
}
