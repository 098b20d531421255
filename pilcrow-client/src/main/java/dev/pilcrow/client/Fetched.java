package dev.pilcrow.client;

import dev.pilcrow.hub.Positions;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a server has answered to {@link WsClient#get}. Immutable. */
public final class Fetched {
  private final String body;
  private final Positions positions;

  Fetched(String body, Positions positions) {
    this.body = body;
    this.positions = positions;
  }

  /** The text of it. */
  public String body() {
    return body;
  }

  /** Up to where it knows its topics, for {@link WsClient#follow}; none if it does not say. */
  public Positions positions() {
    return positions;
  }

  /**
   * Reads it as JSON of a type.
   *
   * @throws IllegalArgumentException naming the type if it is not JSON or does not fit
   */
  public <T> T read(Class<T> type) {
    String found = "null";
    try {
      T value = JsonMapper.shared().readValue(body, type);
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      found = e.getOriginalMessage();
    }
    throw new IllegalArgumentException(
        "Expected a %s as JSON but found: %s. Does this path answer with JSON?"
            .formatted(type.getSimpleName(), found));
  }
}
