package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SerialTest {
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final Serial serial = new Serial(pool);

  @Test
  void aTaskThatFailsInAnyWayDoesNotKeepTheNextFromRunning() throws Exception {
    BlockingQueue<String> ran = new LinkedBlockingQueue<>();
    serial.execute(
        () -> {
          throw new IllegalStateException("a callback's exception");
        });
    serial.execute(
        () -> {
          throw new AssertionError("a callback's assertion");
        });
    serial.execute(() -> ran.add("next"));
    assertThat(ran.poll(20, TimeUnit.SECONDS)).isEqualTo("next");
    pool.shutdown();
  }

  @Test
  void nothingIsRunOrKeptOnceThePoolHasEnded() {
    pool.shutdown();
    AtomicInteger ran = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      serial.execute(ran::incrementAndGet);
    }
    assertThat(serial.waiting()).isZero();
    assertThat(ran).hasValue(0);
  }
}
