package dev.pilcrow.javalin;

import dev.pilcrow.event.SseEvent;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.ws.SendResult;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * One open event stream, seen from the server: live events to one browser, over plain HTTP.
 *
 * <p>Any thread may send and close; nothing waits for a slow reader. A stream is an {@link Outlet},
 * so {@code topic.subscribe(stream)} works and ends with the stream.
 */
public interface SseStream extends Outlet {
  /** A short id for logs and presence; unique, and not a secret. */
  String id();

  /**
   * Queues an event and returns at once. CLOSED is final: no later send will succeed. Events of one
   * thread keep their order; what was sent before subscribing goes out before the topic's events.
   *
   * <p>A full queue closes the stream: its reader is too slow.
   *
   * @throws IllegalArgumentException if the event's data cannot be written as JSON
   */
  SendResult send(WsEvent event);

  /**
   * The same, with an id that comes back as {@link #lastEventId}, or a delay for reconnecting. On a
   * stream that follows topics leave ids to them: each of their events has one, by which a browser
   * resumes all topics of the stream, and a browser knows one id only.
   */
  SendResult send(SseEvent event);

  /**
   * A place for values of which only the newest matters, such as a price or a gauge: an event that
   * has not gone out yet is replaced by the next one. However slow the reader is, at most one
   * waits.
   *
   * @throws IllegalStateException if the stream has 100 already, intervals included
   */
  Watch watch();

  /**
   * Sends an event at once, and again each time that a period is over, until the stream closes. An
   * idle stream holds no thread; the supplier runs on a handler thread, never twice at the same
   * time, and may block. A tick that comes while it still runs is left out, and a reader that is
   * slower than the period gets the newest event only. A supplier that throws closes the stream.
   *
   * @param period from 10 ms to one day
   */
  void interval(Duration period, Callable<? extends WsEvent> event);

  /** The id of the last event that a reconnecting browser has seen, if that was one of yours. */
  Optional<String> lastEventId();

  /**
   * Ends the stream after what is queued has gone out, or after 5 s. A browser comes back after a
   * moment, as it does to a restarted server. Closing twice is harmless.
   */
  void close();

  /**
   * Gives the stream until then: it is closed with 4401 afterwards, and Silcrow.js does not come
   * back, unless {@link PilcrowConfig#revalidate} gives it more. A later call replaces the time.
   */
  void validUntil(Instant instant);

  /**
   * Says whose stream this is, so that {@link dev.pilcrow.hub.Hub#revoke} closes it and {@link
   * PilcrowConfig#revalidate} can be asked. An id, not a name that may change.
   *
   * @throws IllegalStateException if it has another user already
   */
  void user(String user);

  /** Runs the action once, when this stream has ended, or at once if it has. It must not block. */
  void onClose(Runnable action);

  /**
   * A parameter of the route's path, decoded: {@code room} of {@code /events/rooms/{room}}.
   *
   * @throws IllegalArgumentException if the route has no such parameter
   */
  String pathParam(String name);

  /**
   * The request: query, headers, cookies, attributes, session. Valid until the stream closes. Do
   * not answer through it.
   */
  Context ctx();

  /** A place for the newest of several events. Thread-safe. */
  interface Watch {
    /** Sends the event in place of the one before, if that has not gone out yet. */
    SendResult set(WsEvent event);
  }
}
