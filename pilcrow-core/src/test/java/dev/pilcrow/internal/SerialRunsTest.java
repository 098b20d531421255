package dev.pilcrow.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SerialRunsTest {
  private final Queue<Runnable> submitted = new ArrayDeque<>();
  private final List<RejectedExecutionException> rejected = new ArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void signalsBeforeARunAreOneRun() {
    SerialRuns serial = new SerialRuns(submitted::add, runs::incrementAndGet, rejected::add);
    serial.signal();
    serial.signal();
    serial.signal();
    assertThat(submitted).hasSize(1);
    submitted.remove().run();
    assertThat(runs).hasValue(1);
    serial.signal();
    assertThat(submitted).hasSize(1);
  }

  @Test
  void signalsDuringARunAreOneMoreRunOnTheSameThread() {
    List<SerialRuns> self = new ArrayList<>();
    Runnable task =
        () -> {
          if (runs.incrementAndGet() == 1) {
            self.get(0).signal();
            self.get(0).signal();
          }
        };
    SerialRuns serial = new SerialRuns(submitted::add, task, rejected::add);
    self.add(serial);
    serial.signal();
    submitted.remove().run();
    assertThat(runs).hasValue(2);
    assertThat(submitted).isEmpty();
  }

  @Test
  void noSignalOfManyThreadsIsLostAndNoTwoRunsOverlap() throws Exception {
    AtomicInteger given = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Runnable task =
          () -> {
            overlaps.addAndGet(inside.getAndIncrement());
            seen.set(given.get());
            if (seen.get() == 40_000) {
              all.countDown();
            }
            inside.decrementAndGet();
          };
      SerialRuns serial = new SerialRuns(pool, task, rejected::add);
      for (int thread = 0; thread < 4; thread++) {
        new Thread(
                () -> {
                  for (int n = 0; n < 10_000; n++) {
                    given.incrementAndGet();
                    serial.signal();
                  }
                })
            .start();
      }
      assertThat(all.await(30, TimeUnit.SECONDS)).as("the last signal is seen").isTrue();
      assertThat(overlaps).hasValue(0);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void anExecutorThatTakesNoMoreIsReportedOnce() {
    ExecutorService ended = Executors.newSingleThreadExecutor();
    ended.shutdown();
    SerialRuns serial = new SerialRuns(ended, runs::incrementAndGet, rejected::add);
    serial.signal();
    serial.signal();
    assertThat(rejected).hasSize(1);
    assertThat(runs).hasValue(0);
  }
}
