package dev.pilcrow.redis;

import dev.pilcrow.hub.Outlet;
import io.lettuce.core.StreamMessage;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the logs of one node share. */
record RedisNode(
    RedisSettings settings, Store store, Feed feed, Seal seal, ExceptedReaders excepted) {
  private static final Pattern ID = Pattern.compile("([0-9]{1,16})-0");

  /** The offset that the id of an entry stands for, or -1 if the entry is not one of ours. */
  static long offset(StreamMessage<String, byte[]> message) {
    Matcher id = ID.matcher(message.getId());
    return id.matches() ? Long.parseLong(id.group(1)) : -1;
  }

  StoredEvent read(String topic, StreamMessage<String, byte[]> message) {
    return read(topic, message.getBody());
  }

  StoredEvent read(String topic, Map<String, byte[]> fields) {
    return StoredEvent.of(topic, fields, seal);
  }

  @Nullable Outlet exceptedBy(StoredEvent stored) {
    return excepted.of(stored.nonce());
  }
}
