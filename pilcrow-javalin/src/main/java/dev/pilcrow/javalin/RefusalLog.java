package dev.pilcrow.javalin;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refused requests: each reason once at WARN, so that strangers cannot fill the log, and at
 * DEBUG from then on. Thread-safe.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  /** How many reasons are told apart before every further one goes to DEBUG. */
  private static final int MAX_REASONS = 100;

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  void refused(String what, String path, String reason) {
    if (known.size() < MAX_REASONS && known.add(what + reason)) {
      LOG.warn(
          "Refused {} to {}: {} (further refusals for this reason are logged at DEBUG)",
          what,
          LogText.escape(path),
          reason);
    } else {
      LOG.debug("Refused {} to {}: {}", what, LogText.escape(path), reason);
    }
  }
}
