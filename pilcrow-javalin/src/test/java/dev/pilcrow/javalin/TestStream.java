package dev.pilcrow.javalin;

import dev.pilcrow.hub.Positions;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An event-stream client down to the bytes, which reads when told to. */
final class TestStream implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  final int status;

  /** The newest id that is places in topics. */
  String lastId = "";

  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private TestStream(int port, int receiveBuffer, String path, String... lines) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(15_000);
    in = new BufferedInputStream(socket.getInputStream());
    String more = lines.length == 0 ? "Accept: text/event-stream" : String.join("\r\n", lines);
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + more + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    status = Integer.parseInt(line().substring("HTTP/1.1 ".length()).substring(0, 3));
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  /** Asks for a stream, with these header lines or else the usual Accept. */
  static TestStream open(int port, String path, String... lines) throws IOException {
    return new TestStream(port, 0, path, lines);
  }

  /** A client with a small receive buffer, which a server fills soon when nobody reads. */
  static TestStream slow(int port, String path) throws IOException {
    return new TestStream(port, 4_096, path);
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new SocketException("The server closed the connection after: " + line);
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** The next block of the stream, comments included, without the blank line that ends it. */
  String block() throws IOException {
    StringBuilder block = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      block.append(block.isEmpty() ? "" : "\n").append(line);
    }
    return block.toString();
  }

  /** The next event, without an id that is places in topics; comments are skipped. */
  String next() throws IOException {
    String block;
    do {
      block = withoutPlaces(block());
    } while (block.isEmpty() || block.startsWith(":"));
    return block;
  }

  /** Reads on until the newest id has places in these topics; no event may come before. */
  void readPlaces(String... topics) throws IOException {
    while (!places().containsAll(List.of(topics))) {
      String block = withoutPlaces(block());
      if (!block.isEmpty() && !block.startsWith(":")) {
        throw new AssertionError("Expected places in " + List.of(topics) + " but found " + block);
      }
    }
  }

  private Set<String> places() {
    return Positions.decode(lastId).map(places -> places.asMap().keySet()).orElse(Set.of());
  }

  private String withoutPlaces(String block) {
    String first = block.lines().findFirst().orElse("");
    if (!first.startsWith("id: ") || Positions.decode(first.substring(4)).isEmpty()) {
      return block;
    }
    lastId = first.substring(4);
    return block.substring(Math.min(block.length(), first.length() + 1));
  }

  /** Whether something can be read at once. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** Whether the server ends the connection, whatever it still sends. */
  boolean isEnded() {
    try {
      while (in.read() >= 0) {
        // What was on its way.
      }
      return true;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What is left of the response. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Sends bytes behind the request. */
  void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Closes the connection, before the end of the test. */
  void leave() throws IOException {
    socket.close();
  }

  /** Breaks the connection off without a farewell. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
