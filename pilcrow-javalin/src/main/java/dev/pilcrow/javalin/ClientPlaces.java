package dev.pilcrow.javalin;

import dev.pilcrow.hub.Position;
import dev.pilcrow.hub.Positions;
import dev.pilcrow.hub.Resume;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the client of one connection goes on in its topics, as it said when it connected. Each
 * place counts for the first subscription of its topic.
 *
 * <p>Thread-safe.
 */
final class ClientPlaces {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  /** A client that named no place. */
  static final ClientPlaces NONE = new ClientPlaces(Positions.NONE);

  /** The places, or null where nobody could read them: the client has been somewhere. */
  private final @Nullable Positions named;

  private final Set<String> used = ConcurrentHashMap.newKeySet();

  private ClientPlaces(@Nullable Positions named) {
    this.named = named;
  }

  /**
   * The places in a parameter, which may be anything. An unreadable one leaves the client with a
   * gap in every topic, for it has been somewhere and nobody can tell where.
   */
  static ClientPlaces read(@Nullable String parameter, WsCounters counters) {
    if (parameter == null || parameter.isEmpty()) {
      return NONE;
    }
    Positions places = Positions.decode(parameter).orElse(null);
    if (places == null) {
      counters.badResumes.increment();
      LOG.debug(
          "Expected silcrow-resume to be base64url of a JSON object of at most {} topics and {}"
              + " bytes but found something else, {} characters long; its topics are resynced",
          Positions.MAX_TOPICS,
          Positions.MAX_BYTES,
          parameter.length());
    }
    return new ClientPlaces(places);
  }

  /**
   * The places of a client that opens an event stream. What a browser says by itself is newest: it
   * reopens the address that it was given with the id of the last event.
   *
   * @param resume the parameter of a client that keeps its places, if it is one
   * @param id the id of the last event as that client says it
   * @param browser the id as the browser says it
   */
  static ClientPlaces read(
      @Nullable String resume, @Nullable String id, @Nullable String browser, WsCounters counters) {
    ClientPlaces named = read(resume, counters);
    Positions places = named.named;
    Positions last = places(id);
    Positions newest = places(browser);
    return places == null || (last.isEmpty() && newest.isEmpty())
        ? named
        : new ClientPlaces(last.with(places).with(newest));
  }

  /** The places in an event's id, which may be the application's own. */
  private static Positions places(@Nullable String id) {
    return id == null ? Positions.NONE : Positions.decode(id).orElse(Positions.NONE);
  }

  /** All places that could be read. */
  Positions all() {
    return named == null ? Positions.NONE : named;
  }

  /** Where the client goes on in a topic. */
  Resume of(String topic) {
    if (this == NONE || used.contains(topic)) {
      return Resume.NEW;
    }
    if (named == null) {
      return Resume.LOST;
    }
    Position at = named.of(topic);
    return at == null ? Resume.NEW : Resume.from(at);
  }

  /** A subscription has begun there. */
  void started(String topic) {
    if (this != NONE) {
      used.add(topic);
    }
  }
}
