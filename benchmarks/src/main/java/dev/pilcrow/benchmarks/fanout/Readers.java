package dev.pilcrow.benchmarks.fanout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Many WebSocket readers on one thread, without objects per message: they find the numbers in what
 * comes and check that each is the one after the last.
 */
final class Readers implements AutoCloseable {
  private static final byte[] MARK = "\"n\":".getBytes(StandardCharsets.UTF_8);
  private static final long PATIENCE = 60_000_000_000L;

  /** One reader; it keeps its place in the stream of frames, not the bytes. */
  private static final class Reader {
    final SocketChannel channel;
    int header;
    long length;
    int lengthBytes;
    long payload;
    int matched;
    boolean inNumber;
    int number;
    int newest = -1;
    int received;
    long completedAt;

    Reader(SocketChannel channel) {
      this.channel = channel;
    }
  }

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
  private final List<Reader> readers = new ArrayList<>();
  private final List<SocketChannel> stalled = new ArrayList<>();
  private int wanted;
  private int complete;
  private long errors;
  long reads;

  /** Opens readers, some of which never read anything after the handshake. */
  Readers(int port, String path, String greeting, int count, int stalledCount) throws IOException {
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      if (i < stalledCount) {
        channel.socket().setReceiveBufferSize(4_096);
      }
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.socket().setTcpNoDelay(true);
      handshake(channel, port, path);
      if (!greeting.isEmpty()) {
        channel.write(masked(greeting));
      }
      if (i < stalledCount) {
        stalled.add(channel);
      } else {
        channel.configureBlocking(false);
        Reader reader = new Reader(channel);
        channel.register(selector, SelectionKey.OP_READ, reader);
        readers.add(reader);
      }
    }
  }

  private static void handshake(SocketChannel channel, int port, String path) throws IOException {
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      one.clear();
      if (channel.read(one) < 0) {
        throw new IOException("The server closed the handshake: " + answer);
      }
      answer.append((char) one.get(0));
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("Expected an upgrade but found " + answer);
    }
  }

  /** A short text frame under a mask of zeros. */
  private static ByteBuffer masked(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(bytes.length + 6)
        .put((byte) 0x81)
        .put((byte) (0x80 | bytes.length))
        .putInt(0)
        .put(bytes)
        .flip();
  }

  int count() {
    return readers.size();
  }

  /** How many numbers did not follow the one before. */
  long errors() {
    return errors;
  }

  /** Expects this many more messages at each reader. */
  void expect(int messages) {
    wanted = messages;
    complete = 0;
    for (Reader reader : readers) {
      reader.received = 0;
    }
  }

  /** Reads until everybody has what was expected; returns when each had it, by nanoTime. */
  long[] readAll() throws IOException {
    long end = System.nanoTime() + PATIENCE;
    while (complete < readers.size()) {
      if (selector.select(1_000) == 0 && System.nanoTime() > end) {
        throw new IOException("Only " + complete + " of " + readers.size() + " have everything.");
      }
      read();
    }
    return readers.stream().mapToLong(reader -> reader.completedAt).toArray();
  }

  /** Takes what is there, such as greetings. */
  void settle() throws IOException {
    while (selector.select(500) > 0) {
      read();
    }
  }

  private void read() throws IOException {
    for (SelectionKey key : selector.selectedKeys()) {
      Reader reader = (Reader) key.attachment();
      buffer.clear();
      if (reader.channel.read(buffer) < 0) {
        throw new IOException("The server closed a connection.");
      }
      reads++;
      buffer.flip();
      take(reader);
    }
    selector.selectedKeys().clear();
  }

  private void take(Reader reader) {
    while (buffer.hasRemaining()) {
      int b = buffer.get() & 0xff;
      if (reader.payload > 0) {
        reader.payload--;
        payload(reader, b);
      } else {
        header(reader, b);
      }
    }
  }

  /** RFC 6455 §5.2, unmasked. */
  private static void header(Reader reader, int b) {
    if (reader.header == 0) {
      reader.header = 1;
    } else if (reader.header == 1) {
      reader.lengthBytes = b == 126 ? 2 : b == 127 ? 8 : 0;
      reader.length = b < 126 ? b : 0;
      reader.header = 2;
    } else {
      reader.length = reader.length << 8 | b;
      reader.lengthBytes--;
    }
    if (reader.header == 2 && reader.lengthBytes == 0) {
      reader.payload = reader.length;
      reader.header = 0;
      reader.matched = 0;
      reader.inNumber = false;
    }
  }

  private void payload(Reader reader, int b) {
    if (reader.inNumber) {
      if (b >= '0' && b <= '9') {
        reader.number = reader.number * 10 + b - '0';
        return;
      }
      reader.inNumber = false;
      message(reader);
    }
    if (b == MARK[reader.matched]) {
      if (++reader.matched == MARK.length) {
        reader.matched = 0;
        reader.inNumber = true;
        reader.number = 0;
      }
    } else {
      reader.matched = b == MARK[0] ? 1 : 0;
    }
  }

  private void message(Reader reader) {
    if (reader.newest >= 0 && reader.number != reader.newest + 1) {
      errors++;
    }
    reader.newest = reader.number;
    if (++reader.received == wanted) {
      reader.completedAt = System.nanoTime();
      complete++;
    }
  }

  @Override
  public void close() throws IOException {
    for (Reader reader : readers) {
      reader.channel.close();
    }
    for (SocketChannel channel : stalled) {
      channel.close();
    }
    selector.close();
  }
}
