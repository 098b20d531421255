package dev.pilcrow.javalin;

/** Makes threads that do not keep a JVM alive. */
final class DaemonThreads {
  private DaemonThreads() {}

  static Thread create(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
