package dev.pilcrow.javalin;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.TopicLog;
import dev.pilcrow.hub.TopicLogs;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Logs that several applications of one JVM share, as those of several machines would. */
final class SharedLogs implements TopicLogs {
  private final TopicLogs memory = TopicLogs.inMemory(System::nanoTime);
  private final Map<String, TopicLog> logs = new ConcurrentHashMap<>();
  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();

  @Override
  public TopicLog open(String topic, Hub.Limits limits, Runnable onNews) {
    List<Runnable> told = listeners.computeIfAbsent(topic, unused -> new CopyOnWriteArrayList<>());
    told.add(onNews);
    return logs.computeIfAbsent(
        topic, name -> memory.open(name, limits, () -> told.forEach(Runnable::run)));
  }
}
