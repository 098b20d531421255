package dev.pilcrow.benchmarks.fanout;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one contender with one number of readers. Its process lives as long as this; its
 * readers too, or, when there would be too many of them, for one turn each.
 */
final class Turns implements AutoCloseable {
  /** What one turn came to. */
  record Sample(double microsPerDelivery, double p50, double p99, double reads) {}

  /** How many messages go to a few readers first, so that the JIT has done its work by then. */
  private static final int WARM_UP = 10_000;

  private static final int FEW = 10;

  private final Contender contender;
  private final int count;
  private final int stalled;
  private final @Nullable Readers kept;
  private long errors;
  final double heapKibPerConnection;

  Turns(String name, int count, int stalled, boolean anew)
      throws IOException, InterruptedException {
    this.count = count;
    this.stalled = stalled;
    contender = new Contender(name);
    warmUp();
    long before = contender.heap();
    Readers readers = contender.readers(count, stalled);
    readers.settle();
    heapKibPerConnection = (contender.heap() - before) / 1024.0 / count;
    kept = anew ? null : readers;
    if (anew) {
      readers.close();
    }
  }

  private void warmUp() throws IOException, InterruptedException {
    try (Readers few = contender.readers(FEW, 0)) {
      few.settle();
      turn(few, 1, WARM_UP * FEW);
      turn(few, 16, WARM_UP * FEW);
    }
  }

  /** Bursts of {@code window} messages, each when everybody has the one before. */
  Sample turn(int window, int deliveries) throws IOException, InterruptedException {
    if (kept != null) {
      return turn(kept, window, deliveries);
    }
    try (Readers readers = contender.readers(count, stalled)) {
      readers.settle();
      return turn(readers, window, deliveries);
    }
  }

  private Sample turn(Readers readers, int window, int deliveries)
      throws IOException, InterruptedException {
    int bursts = Math.max(5, deliveries / window / readers.count());
    double[] took = new double[bursts * readers.count()];
    long reads = readers.reads;
    long wrong = readers.errors();
    double cpu = contender.cpu();
    int at = 0;
    for (int i = 0; i < bursts; i++) {
      readers.expect(window);
      long start = System.nanoTime();
      CompletableFuture<?> published = contender.publish(window);
      for (long done : readers.readAll()) {
        took[at++] = (done - start) / 1e6;
      }
      published.join();
    }
    double used = contender.cpu() - cpu;
    double delivered = (double) bursts * window * readers.count();
    errors += readers.errors() - wrong;
    Arrays.sort(took);
    return new Sample(
        used * 1e6 / delivered,
        took[took.length / 2],
        took[took.length * 99 / 100],
        (readers.reads - reads) / delivered);
  }

  /** How many messages did not follow the one before. */
  long errors() {
    return errors;
  }

  double heapMib() throws IOException, InterruptedException {
    return contender.heap() / 1024.0 / 1024;
  }

  @Override
  public void close() throws IOException {
    if (kept != null) {
      kept.close();
    }
    contender.close();
  }
}
