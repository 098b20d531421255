package dev.pilcrow.javalin;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to run once when something ends. Thread-safe; actions run without the lock. */
final class EndActions {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  private final ReentrantLock lock = new ReentrantLock();

  /** Null from the end on; guarded by lock. */
  private @Nullable List<Runnable> actions = new ArrayList<>(2);

  /** Runs the action at the end, or at once when that has come. */
  void add(Runnable action) {
    lock.lock();
    try {
      if (actions != null) {
        actions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    runOne(action);
  }

  /** Runs everything, once; a failure of one does not keep the others from running. */
  void run() {
    List<Runnable> due;
    lock.lock();
    try {
      due = actions == null ? List.of() : actions;
      actions = null;
    } finally {
      lock.unlock();
    }
    due.forEach(EndActions::runOne);
  }

  private static void runOne(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("An action at the end of a connection failed; others go on", e);
    }
  }
}
