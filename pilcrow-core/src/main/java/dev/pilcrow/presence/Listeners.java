package dev.pilcrow.presence;

import dev.pilcrow.hub.Subscription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told of changes: of every group, or of one.
 *
 * <p>Thread-safe.
 */
final class Listeners<M> {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  private final List<Consumer<PresenceChange<M>>> all = new CopyOnWriteArrayList<>();
  private final Map<String, List<Consumer<PresenceChange<M>>>> ofGroup = new ConcurrentHashMap<>();

  Subscription add(Consumer<PresenceChange<M>> listener) {
    all.add(listener);
    return () -> all.remove(listener);
  }

  Subscription add(String group, Consumer<PresenceChange<M>> listener) {
    ofGroup.compute(
        group,
        (key, known) -> {
          List<Consumer<PresenceChange<M>>> list =
              known == null ? new CopyOnWriteArrayList<>() : known;
          list.add(listener);
          return list;
        });
    return () ->
        ofGroup.computeIfPresent(
            group, (key, list) -> list.remove(listener) && list.isEmpty() ? null : list);
  }

  void tell(PresenceChange<M> change) {
    tell(change, all);
    tell(change, ofGroup.getOrDefault(change.group(), List.of()));
  }

  private void tell(PresenceChange<M> change, List<Consumer<PresenceChange<M>>> to) {
    for (Consumer<PresenceChange<M>> listener : to) {
      try {
        listener.accept(change);
      } catch (RuntimeException | Error e) {
        LOG.warn("A listener failed while it was told of a change of presence", e);
      }
    }
  }
}
