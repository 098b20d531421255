package dev.pilcrow.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Many readers of event streams on one thread, which notes how long each message was on its way.
 */
final class StreamReaders implements AutoCloseable {
  private static final byte[] MARK = "\"at\":".getBytes(StandardCharsets.US_ASCII);

  private final Selector selector = Selector.open();
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);

  /** Nanoseconds of each delivery; guarded by this. */
  private long[] delays = new long[1 << 16];

  private int deliveries;

  StreamReaders() throws IOException {
    Thread reader = new Thread(this::read, "readers");
    reader.setDaemon(true);
    reader.start();
  }

  /** What one stream has sent of a number that is cut by the end of a read. */
  private static final class Tail {
    private int matched;
    private long number;
    private boolean inNumber;
  }

  /** Opens streams that are read. */
  void open(int port, String path, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = connect(port, path, 0);
      channel.configureBlocking(false);
      selector.wakeup();
      channel.register(selector, SelectionKey.OP_READ, new Tail());
    }
  }

  /** Opens a stream that nobody reads. */
  void openStalled(int port, String path) throws IOException {
    connect(port, path, 4_096);
  }

  private SocketChannel connect(int port, String path, int receiveBuffer) throws IOException {
    SocketChannel channel = SocketChannel.open();
    if (receiveBuffer > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
    }
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nAccept: text/event-stream\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    channels.add(channel);
    return channel;
  }

  private void read() {
    try {
      while (selector.isOpen()) {
        selector.select(
            key -> {
              try {
                buffer.clear();
                int read = ((SocketChannel) key.channel()).read(buffer);
                if (read < 0) {
                  key.cancel();
                } else {
                  scan((Tail) key.attachment(), buffer.flip(), System.nanoTime());
                }
              } catch (IOException e) {
                key.cancel();
              }
            });
      }
    } catch (IOException | RuntimeException e) {
      if (selector.isOpen()) {
        e.printStackTrace();
      }
    }
  }

  private void scan(Tail tail, ByteBuffer bytes, long now) {
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (tail.inNumber) {
        if (b >= '0' && b <= '9') {
          tail.number = tail.number * 10 + (b - '0');
        } else {
          note(now - tail.number);
          tail.inNumber = false;
          tail.number = 0;
        }
      } else if (b == MARK[tail.matched]) {
        tail.matched++;
        if (tail.matched == MARK.length) {
          tail.matched = 0;
          tail.inNumber = true;
        }
      } else {
        tail.matched = b == MARK[0] ? 1 : 0;
      }
    }
  }

  private synchronized void note(long nanos) {
    if (deliveries == delays.length) {
      delays = Arrays.copyOf(delays, 2 * deliveries);
    }
    delays[deliveries++] = nanos;
    notifyAll();
  }

  /** Forgets what has been measured. */
  synchronized void reset() {
    deliveries = 0;
  }

  /** Waits for this many deliveries, or so long; returns their times in order of length. */
  synchronized long[] await(int count, long millis) throws InterruptedException {
    long end = System.currentTimeMillis() + millis;
    while (deliveries < count && System.currentTimeMillis() < end) {
      wait(Math.max(1, end - System.currentTimeMillis()));
    }
    long[] sorted = Arrays.copyOf(delays, deliveries);
    Arrays.sort(sorted);
    return sorted;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
