package dev.pilcrow.javalin;

import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.TopicLogs;
import dev.pilcrow.ledger.Ledger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What {@link PilcrowConfig} sets, with its defaults. */
abstract class SettingValues {
  final Set<Origin> allowedOrigins = new LinkedHashSet<>();
  final List<String> exemptPaths = new ArrayList<>();
  boolean allowMissingOrigin;
  boolean requireOriginWithCookies;
  boolean trustForwardedHeaders;

  Hub.Limits hubLimits = Hub.Limits.defaults();
  Function<LongSupplier, TopicLogs> topicLogs = TopicLogs::inMemory;
  Function<LongSupplier, Ledger> ledger =
      clock -> Ledger.inMemory(100_000, Duration.ofDays(1), clock);

  /** How long a message waits for the same client's last one, on a connection that broke. */
  Duration claimWait = Duration.ofSeconds(2);

  int maxMessageBytes = 65_536;
  int sendQueueMessages = 256;
  int sendQueueBytes = 1 << 20;
  int receiveQueueMessages = 32;
  int messagesPerSecond = 50;
  int messageBurst = 200;
  int maxConnectionsPerAddress = 100;
  int platformThreads = 200;
  boolean virtualThreads = true;
  boolean compression;

  boolean fallback = true;
  boolean strictEvents;
  boolean allowClientEvents;
  BiConsumer<WsStream, String> onMalformed = (stream, reason) -> {};
  boolean developmentScript;
  final ReplyConfig replies = new ReplyConfig();
  boolean errorPages = true;
  @Nullable ErrorPage errorPage;
  @Nullable SourceFinder developmentSources;
  OnceLimits onceLimits = OnceLimits.defaults();

  /** How long a repetition waits for the first request. Tests do not have so long. */
  Duration onceWait = Duration.ofSeconds(10);

  Duration heartbeat = Duration.ofSeconds(25);
  Duration pongDeadline = Duration.ofSeconds(10);
  Duration idleTimeout = Duration.ofSeconds(60);
  Duration drainTimeout = Duration.ZERO;
  Duration writeTimeout = Duration.ofSeconds(10);
  Duration handlerTimeout = Duration.ofSeconds(30);

  @Nullable Revalidation revalidation;

  /** What leases are given by. */
  InstantSource wallClock = InstantSource.system();

  /** Nanoseconds from any start. Tests put a clock of their own here and sweep by hand. */
  LongSupplier ticker = System::nanoTime;

  /** Whether the watchdog has a thread; tests without one sweep by hand. */
  boolean watchdogThread = true;

  private boolean sealed;

  final void seal() {
    sealed = true;
    replies.seal();
  }

  final void checkOpen() {
    if (sealed) {
      throw new IllegalStateException(
          "Pilcrow has already read its settings. Change them inside"
              + " Pilcrow.install(config, settings -> ...).");
    }
  }
}
