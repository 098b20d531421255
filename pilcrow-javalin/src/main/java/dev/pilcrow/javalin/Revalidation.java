package dev.pilcrow.javalin;

import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether a user's stream may go on when its lease has run out ({@link
 * WsStream#validUntil}). Runs on a handler thread and may block; the stream goes on meanwhile, for
 * as long as {@link PilcrowConfig#handlerTimeout} at most.
 */
@FunctionalInterface
public interface Revalidation {
  /**
   * Until when the stream may go on, or empty to close it with 4401. An exception closes it with
   * 1013: its page comes back and is asked at the handshake.
   *
   * @param user as {@link WsStream#user} said
   */
  Optional<Instant> validUntil(String user) throws Exception;
}
