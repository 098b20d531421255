package dev.pilcrow.javalin;

import dev.pilcrow.hub.HubStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * What an application's connections and topics do, as meters of Micrometer. Needs {@code
 * io.micrometer:micrometer-core} on the class path, which Pilcrow does not bring.
 *
 * <p>Meters are read when they are asked for; nothing is added to what happens per event. Gauges of
 * the lag and of queued bytes look at every connection then.
 */
public final class PilcrowMetrics {
  private PilcrowMetrics() {}

  /** Adds the meters {@code pilcrow.…} of an application to a registry. */
  public static void bind(MeterRegistry registry, Pilcrow pilcrow) {
    new Binding(registry, pilcrow).all();
  }

  private record Binding(MeterRegistry registry, Pilcrow pilcrow) {
    private void all() {
      connections("socket", stats -> stats.open() - stats.openStreams());
      connections("stream", PilcrowStats::openStreams);
      gauge("queued.bytes", "Bytes of messages that wait to be written", Pilcrow::queuedBytes);
      gauge("waiting", "Messages that wait for their handlers", Pilcrow::waitingMessages);
      gauge("topics", "Topics there are", p -> p.hub().stats().topics());
      gauge(
          "lag", "Events that wait for the subscriber that is furthest behind", p -> p.hub().lag());
      count("opened", "Connections accepted", PilcrowStats::opened);
      count("refused", "Requests for a connection refused", PilcrowStats::refused);
      count("received", "Valid messages received", PilcrowStats::received);
      count("malformed", "Messages received that were not valid", PilcrowStats::malformed);
      count("acked", "Messages acknowledged", PilcrowStats::acked);
      count("rejected", "Messages with an id refused for good", PilcrowStats::rejected);
      count("repeated", "Messages that came again", PilcrowStats::repeated);
      count("sent", "Events written", PilcrowStats::sent);
      count("frames", "Writes", PilcrowStats::frames);
      count("dropped", "Messages that a close left unwritten", PilcrowStats::dropped);
      count("too.slow", "Connections closed with 1013", PilcrowStats::tooSlow);
      count("expired", "Streams whose lease ran out", PilcrowStats::expired);
      count("revoked", "Streams of users whom access was withdrawn from", PilcrowStats::revoked);
      count("resumes.bad", "Places of clients nobody could read", PilcrowStats::badResumes);
      hub("published", "Events published here", HubStats::published);
      hub("resumed", "Subscriptions that went on where they were", HubStats::resumed);
      hub("resynced", "Gaps that clients mend by themselves", HubStats::resynced);
      hub("conflated", "Patches left out for readers that lag", HubStats::conflated);
      hub("lagged", "Gaps that closed a connection", HubStats::lagged);
    }

    private void connections(String transport, ToDoubleFunction<PilcrowStats> value) {
      Gauge.builder("pilcrow.connections", pilcrow, p -> value.applyAsDouble(p.stats()))
          .description("Open connections")
          .tag("transport", transport)
          .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<Pilcrow> value) {
      Gauge.builder("pilcrow." + name, pilcrow, value).description(description).register(registry);
    }

    private void count(String name, String description, ToDoubleFunction<PilcrowStats> value) {
      counter(name, description, p -> value.applyAsDouble(p.stats()));
    }

    private void hub(String name, String description, ToDoubleFunction<HubStats> value) {
      counter(name, description, p -> value.applyAsDouble(p.hub().stats()));
    }

    private void counter(String name, String description, ToDoubleFunction<Pilcrow> value) {
      FunctionCounter.builder("pilcrow." + name, pilcrow, value)
          .description(description)
          .register(registry);
    }
  }
}
