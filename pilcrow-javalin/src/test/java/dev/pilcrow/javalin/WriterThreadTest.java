package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The connections that wait for one writing thread. */
class WriterThreadTest {
  private final Queue<Runnable> asked = new ArrayDeque<>();
  private final WriterThread thread = new WriterThread(asked::add);
  private final List<String> taken = new ArrayList<>();

  private WriterThread.Turn turn(Runnable action) {
    return new WriterThread.Turn() {
      @Override
      void take() {
        action.run();
      }
    };
  }

  private WriterThread.Turn named(String name) {
    return turn(() -> taken.add(name));
  }

  private void run() {
    asked.remove().run();
    assertThat(asked).isEmpty();
  }

  @Test
  void turnsAreTakenInOrderAndTheThreadIsAskedForOnce() {
    thread.add(named("a"));
    thread.add(named("b"));
    thread.add(named("c"));
    run();
    assertThat(taken).containsExactly("a", "b", "c");
    thread.add(named("d"));
    run();
    assertThat(taken).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whatComesMeanwhileIsTakenInTheSameRunAfterThoseThatWait() {
    WriterThread.Turn[] again = new WriterThread.Turn[1];
    again[0] =
        turn(
            () -> {
              taken.add("again");
              if (taken.size() < 4) {
                thread.add(again[0]);
              }
            });
    thread.add(again[0]);
    thread.add(named("b"));
    run();
    assertThat(taken).containsExactly("again", "b", "again", "again");
  }

  @Test
  void oneThatFailsHoldsNobodyUp() {
    thread.add(
        turn(
            () -> {
              throw new StackOverflowError("on purpose, in a test");
            }));
    thread.add(named("b"));
    run();
    thread.add(named("c"));
    run();
    assertThat(taken).containsExactly("b", "c");
  }

  /** Each of many threads adds its own turn again and again; no addition may go unnoticed. */
  @Test
  void noAdditionIsLost() throws Exception {
    int publishers = 4;
    int rounds = 20_000;
    ExecutorService writer = Executors.newSingleThreadExecutor();
    ExecutorService pool = Executors.newFixedThreadPool(publishers);
    try {
      WriterThread contended = new WriterThread(writer);
      CountDownLatch done = new CountDownLatch(publishers);
      for (int i = 0; i < publishers; i++) {
        var unused = pool.submit(() -> addAgainAndAgain(contended, rounds, done));
      }
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      pool.shutdownNow();
      writer.shutdownNow();
    }
  }

  private void addAgainAndAgain(WriterThread contended, int rounds, CountDownLatch done) {
    AtomicInteger published = new AtomicInteger();
    AtomicBoolean waiting = new AtomicBoolean();
    AtomicBoolean complete = new AtomicBoolean();
    WriterThread.Turn turn =
        turn(
            () -> {
              waiting.set(false);
              if (published.get() == rounds && complete.compareAndSet(false, true)) {
                done.countDown();
              }
            });
    for (int i = 0; i < rounds; i++) {
      published.incrementAndGet();
      if (waiting.compareAndSet(false, true)) {
        contended.add(turn);
      }
    }
  }
}
