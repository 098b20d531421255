package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.ws.WsReceive;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that wait together and leave in one write: a frame each, in order. */
@Timeout(60)
class WriteTest {
  /** Of 60,000 bytes each: more than a socket takes that nobody reads from. */
  private static final int LARGE = 250;

  private static final int SMALL = 200;

  /** Of 300 bytes each: as much. */
  private static final int SHARED = 40_000;

  private static final int CONTINUATION = 0;
  private static final byte[] END_OF_DEFLATED = {0, 0, -1, -1};

  private final CountDownLatch queued = new CountDownLatch(1);
  private final List<byte[]> messages = messages();

  /** The small ones of many sizes: Jetty copies some into its buffer, and some are too large. */
  private static List<byte[]> messages() {
    Random random = new Random(42);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < LARGE + SMALL; i++) {
      int bound = i % 10 == 0 ? 20_000 : 300;
      byte[] message = new byte[i < LARGE ? 60_000 : random.nextInt(bound)];
      random.nextBytes(message);
      all.add(message);
    }
    return all;
  }

  private static boolean isPinged(int i) {
    return i >= LARGE && i % 20 == 0;
  }

  private TestServer server(boolean compression) {
    return TestServer.start(
        settings -> settings.compression(compression).sendQueue(1_000, 1 << 25),
        (config, pilcrow) -> pilcrow.ws(Typed.channel(Codecs.json()), this::sendAll));
  }

  private void sendAll(TypedStream<?, ?> stream) throws InterruptedException {
    for (int i = 0; i < messages.size(); i++) {
      stream.sendRaw(new RawMessage.Binary(ByteBuffer.wrap(messages.get(i))));
      if (isPinged(i)) {
        stream.sendRaw(new RawMessage.Ping(ByteBuffer.wrap(new byte[] {(byte) i})));
      }
    }
    queued.countDown();
    stream.receiveRaw();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messagesThatLeaveTogetherAndPingsKeepTheirOrder(boolean compression) throws Exception {
    Inflater inflater = new Inflater(true);
    String offer = "Sec-WebSocket-Extensions: permessage-deflate";
    try (var server = server(compression);
        var socket = new RawSocket(server.port(), Typed.ROUTE.path(), offer)) {
      assertThat(queued.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < messages.size(); i++) {
        byte[] received = message(socket, compression ? inflater : null);
        assertThat(Arrays.equals(received, messages.get(i))).as("message %d", i).isTrue();
        if (isPinged(i)) {
          RawSocket.Frame ping = socket.read();
          assertThat(ping.opcode()).as("after message %d", i).isEqualTo(RawSocket.PING);
          assertThat(ping.payload()).containsExactly(i);
        }
      }
      var stats = server.pilcrow.stats();
      assertThat(stats.sent() - stats.frames()).as("messages without a write").isGreaterThan(100);
    } finally {
      inflater.end();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConnectionThatIsCutInTheMiddleOfSuchAWriteEndsOnce(boolean compression) throws Exception {
    BlockingQueue<WsReceive<RawMessage>> ends = new LinkedBlockingQueue<>();
    byte[] noise = new byte[300];
    new Random(42).nextBytes(noise);
    TypedHandler<Typed.ClientEvent, Typed.ServerEvent> flood =
        stream -> {
          for (int i = 0; i < SHARED; i++) {
            stream.sendRaw(new RawMessage.Binary(ByteBuffer.wrap(noise)));
          }
          queued.countDown();
          ends.add(stream.receiveRaw());
        };
    String offer = "Sec-WebSocket-Extensions: permessage-deflate";
    try (var server =
        TestServer.start(
            settings -> settings.compression(compression).sendQueue(SHARED, 1 << 25),
            (config, pilcrow) -> pilcrow.ws(Typed.channel(Codecs.json()), flood))) {
      try (var socket = RawSocket.slow(server.port(), Typed.ROUTE.path(), offer)) {
        assertThat(queued.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(socket.status).isEqualTo(101);
      }
      assertThat(ends.poll(20, TimeUnit.SECONDS)).isInstanceOf(WsReceive.Closed.class);
      Eventually.until("gone", () -> server.pilcrow.stats().open() == 0);
      assertThat(server.pilcrow.queuedBytes()).isZero();
      assertThat(server.pilcrow.stats().dropped()).isPositive();
    }
    assertThat(ends).isEmpty();
  }

  /** The next message, of which compression makes several frames when it is large. */
  private static byte[] message(RawSocket socket, @Nullable Inflater inflater) throws Exception {
    var all = new ByteArrayOutputStream();
    RawSocket.Frame frame = socket.read();
    assertThat(frame.opcode()).isEqualTo(RawSocket.BINARY);
    all.writeBytes(frame.payload());
    while (!frame.last()) {
      frame = socket.read();
      assertThat(frame.opcode()).isEqualTo(CONTINUATION);
      all.writeBytes(frame.payload());
    }
    return inflater == null ? all.toByteArray() : inflate(inflater, all);
  }

  private static byte[] inflate(Inflater inflater, ByteArrayOutputStream deflated)
      throws DataFormatException {
    deflated.writeBytes(END_OF_DEFLATED);
    inflater.setInput(deflated.toByteArray());
    byte[] message = new byte[65_536];
    return Arrays.copyOf(message, inflater.inflate(message));
  }
}
