package dev.pilcrow.redis;

import dev.pilcrow.ledger.Ledger;
import dev.pilcrow.ledger.LedgerException;
import dev.pilcrow.ledger.MessageId;
import io.lettuce.core.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ledger in Redis, shared by all nodes.
 *
 * <p>Thread-safe; calls wait for Redis. A claim counts for 10 s, and as long as its node goes on
 * saying so; then another may take it. What Redis could not be told in time is told later: until
 * then the claim stays, so that nobody handles the message again.
 */
final class RedisLedger implements Ledger {
  /** How long a claim counts after the last sign of life. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(160);

  /** One claim: the message, and the name under which Redis knows it. */
  private record Held(MessageId id, String name) {}

  /** What Redis has not been told yet. */
  private record Late(String op, Held held) {}

  private final Script script = new Script("ledger.lua");
  private final AtomicLong count = new AtomicLong();
  private final Link link;
  private final RedisSettings settings;
  private final Keys keys;
  private final Duration age;
  private final int clients;
  private final Duration life;

  /** The claims of this node, by client. */
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  /** By the name of the claim; no more than there were claims when Redis went away. */
  private final Map<String, Late> late = new ConcurrentHashMap<>();

  private final ScheduledThreadPoolExecutor timer;

  RedisLedger(
      Link link, RedisSettings settings, Keys keys, int clients, Duration age, Duration life) {
    this.link = link;
    this.settings = settings;
    this.keys = keys;
    this.clients = clients;
    this.age = age;
    this.life = life;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "pilcrow-redis-ledger");
              thread.setDaemon(true);
              return thread;
            });
    long period = life.toMillis() / 10;
    var unused = timer.scheduleWithFixedDelay(this::tick, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public Claim claim(MessageId id, Duration wait) throws InterruptedException {
    long start = System.nanoTime();
    Held claim = new Held(id, keys.node() + "." + count.incrementAndGet());
    long pause = SHORTEST_PAUSE.toNanos();
    while (true) {
      Claim found = ask(claim);
      if (found == Claim.FRESH) {
        held.put(id.client(), claim);
        return found;
      }
      long left = wait.toNanos() - (System.nanoTime() - start);
      if (found != Claim.BUSY || left <= 0) {
        return found;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }

  private Claim ask(Held claim) throws InterruptedException {
    try {
      String word = Attempts.untilReached(settings.publishWait, () -> run("claim", claim));
      return Claim.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (RedisException e) {
      // It may have been claimed all the same.
      late.put(claim.name(), new Late("release", claim));
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while waiting for Redis");
      }
      throw failure("claim a message", e);
    }
  }

  @Override
  public void settle(MessageId id, boolean handled) {
    tell(handled ? "settle" : "reject", id);
  }

  @Override
  public void release(MessageId id) {
    tell("release", id);
  }

  private void tell(String op, MessageId id) {
    Held claim = held.get(id.client());
    if (claim == null || !claim.id().equals(id)) {
      throw new IllegalStateException(
          "Expected a message that is claimed but found another. Claim it first, and settle or"
              + " release it once.");
    }
    boolean interrupted = Thread.interrupted();
    try {
      Attempts.untilReached(settings.publishWait, () -> run(op, claim));
    } catch (RedisException e) {
      late.put(claim.name(), new Late(op, claim));
      throw failure(op + " a message", e);
    } finally {
      held.remove(id.client(), claim);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static LedgerException failure(String what, RedisException e) {
    return new LedgerException(RedisFailure.describe(what, e), e);
  }

  /** Keeps the claims of handlers that take long, and tells what is late. */
  private void tick() {
    for (Held claim : held.values()) {
      var unused = send("live", claim);
    }
    for (Late todo : late.values()) {
      var unused =
          send(todo.op(), todo.held()).thenRun(() -> late.remove(todo.held().name(), todo));
    }
  }

  private String run(String op, Held claim) {
    return word(link.call(connection -> script.run(connection, names(claim), words(op, claim))));
  }

  private CompletableFuture<String> send(String op, Held claim) {
    return link.send(
            Duration.ZERO,
            connection -> {
              CompletionStage<List<Object>> result =
                  script.run(connection, names(claim), words(op, claim));
              return result;
            })
        .thenApply(RedisLedger::word);
  }

  private static String word(List<Object> reply) {
    return Script.text((byte[]) reply.get(0));
  }

  private String[] names(Held claim) {
    return new String[] {keys.client(claim.id().client()), keys.clients()};
  }

  private byte[][] words(String op, Held claim) {
    Object[] words = {
      op,
      claim.id().client(),
      claim.id().number(),
      claim.name(),
      life.toMillis(),
      age.toMillis(),
      clients,
      keys.client("")
    };
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = Script.utf8(words[i].toString());
    }
    return arguments;
  }

  /** Ends the timer. Claims that are still held run out. */
  void close() {
    timer.shutdownNow();
  }
}
