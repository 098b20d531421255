package dev.pilcrow.benchmarks.chaos;

/**
 * What a run does.
 *
 * @param nodes servers; more than one share a Redis
 * @param clients live pages
 * @param events published in all topics together
 * @param sends messages of all clients together
 * @param seconds how long events and messages are spread over
 * @param seed of every choice that is made by chance
 * @param fault a deliberate mistake that the run must find: {@code effects}, {@code pages}, or none
 */
record Plan(int nodes, int clients, int events, int sends, int seconds, long seed, String fault) {
  static final int TOPICS = 10;

  int eventsPerSecond() {
    return Math.max(1, events / seconds);
  }

  int eventsPerTopic() {
    return events / TOPICS;
  }

  int sendsPerClient() {
    return sends / clients;
  }
}
