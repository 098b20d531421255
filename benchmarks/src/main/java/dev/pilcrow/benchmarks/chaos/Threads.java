package dev.pilcrow.benchmarks.chaos;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Daemon threads for jobs that end when something is closed under them. */
final class Threads {
  interface Job {
    void run() throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private Threads() {}

  static Thread start(String name, Job job) {
    Thread thread =
        new Thread(
            () -> {
              try {
                job.run();
              } catch (Exception e) {
                LOG.warn("{} has ended", name, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
