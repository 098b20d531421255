package dev.pilcrow.redis;

import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Topic;
import java.util.List;
import java.util.stream.IntStream;

/** One application of several that share a Redis. */
final class Node implements AutoCloseable {
  private final RedisLogs logs;
  private final Hub hub;

  Node(RedisSettings settings) {
    this(settings, Hub.Limits.defaults());
  }

  Node(RedisSettings settings, Hub.Limits limits) {
    logs = RedisLogs.connect(settings);
    hub = new Hub(EventCodec.lenient(), limits, logs, System::nanoTime);
  }

  Hub hub() {
    return hub;
  }

  Topic topic() {
    return topic("room:1");
  }

  Topic topic(String name) {
    return hub.topic(name);
  }

  static WsEvent say(int n) {
    return WsEvent.custom("say", n);
  }

  static String text(int n) {
    return "{\"type\":\"custom\",\"event\":\"say\",\"data\":" + n + "}";
  }

  static List<String> texts(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Node::text).toList();
  }

  static void publish(Topic topic, int first, int last) {
    IntStream.rangeClosed(first, last).forEach(n -> topic.publish(say(n)));
  }

  @Override
  public void close() {
    logs.close();
  }
}
