package dev.pilcrow.javalin;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.presence.Presence;
import dev.pilcrow.presence.PresenceSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The presences of one application and the thread they speak, listen and tell on. Thread-safe. */
final class Presences {
  private static final int TICKS_PER_LEASE = 12;

  private final Hub hub;
  private final LongSupplier clock;
  private final List<Presence<?>> all = new CopyOnWriteArrayList<>();

  /** Made with the first presence; guarded by this object. */
  private @Nullable ScheduledThreadPoolExecutor thread;

  Presences(Hub hub, LongSupplier clock) {
    this.hub = hub;
    this.clock = clock;
  }

  synchronized <M> Presence<M> open(String name, Class<M> type, PresenceSettings settings) {
    ScheduledThreadPoolExecutor executor = thread;
    if (executor == null) {
      executor =
          new ScheduledThreadPoolExecutor(
              1, task -> DaemonThreads.create(task, "pilcrow-presence"));
      executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      thread = executor;
    }
    Presence<M> presence = new Presence<>(hub, name, type, settings, executor, clock);
    long period = settings.lease().toMillis() / TICKS_PER_LEASE;
    var unused =
        executor.scheduleWithFixedDelay(presence::tick, period, period, TimeUnit.MILLISECONDS);
    all.add(presence);
    return presence;
  }

  /** Tells the other machines that the members here are going. */
  synchronized void stop() {
    if (thread != null) {
      thread.shutdown();
    }
    all.forEach(Presence::close);
  }
}
