package dev.pilcrow.javalin;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A WebSocket client down to the bytes: any handshake, any frame, and it reads when told to. */
final class RawSocket implements AutoCloseable {
  /** A frame as it came. */
  static final class Frame {
    private final boolean last;
    private final int opcode;
    private final byte[] payload;

    Frame(boolean last, int opcode, byte[] payload) {
      this.last = last;
      this.opcode = opcode;
      this.payload = payload;
    }

    /** Whether it is the last of its message. */
    boolean last() {
      return last;
    }

    int opcode() {
      return opcode;
    }

    byte[] payload() {
      return payload;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame, 1005 for an empty one. */
    int closeCode() {
      return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    }
  }

  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  final int status;
  final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  final String body;

  /** Sends a handshake with further headers, given as whole lines, and reads the answer. */
  RawSocket(int port, String path, String... lines) throws IOException {
    this(port, request(port, path, lines), 0);
  }

  private RawSocket(int port, String request, int receiveBuffer) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write(request.getBytes(StandardCharsets.ISO_8859_1));
    status = Integer.parseInt(line().substring("HTTP/1.1 ".length()).substring(0, 3));
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon), line.substring(colon + 1).strip(), (a, b) -> a + ", " + b);
    }
    String length = headers.getOrDefault("Content-Length", "0");
    body =
        status == 101
            ? ""
            : new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
  }

  /** A client with a small receive buffer, which a server fills soon when nobody reads. */
  static RawSocket slow(int port, String path, String... lines) throws IOException {
    return new RawSocket(port, request(port, path, lines), 4_096);
  }

  /** Sends a request exactly as written. */
  static RawSocket exactly(int port, String request) throws IOException {
    return new RawSocket(port, request, 0);
  }

  private static String request(int port, String path, String... lines) {
    List<String> all = new ArrayList<>();
    all.add("GET " + path + " HTTP/1.1");
    if (List.of(lines).stream()
        .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("host:"))) {
      all.add("Host: 127.0.0.1:" + port);
    }
    all.add("Upgrade: websocket");
    all.add("Connection: Upgrade");
    all.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    all.add("Sec-WebSocket-Version: 13");
    all.addAll(List.of(lines));
    return String.join("\r\n", all) + "\r\n\r\n";
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("The server closed the connection after: " + line);
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  RawSocket text(String text) throws IOException {
    return frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a frame, masked with zeros. */
  RawSocket frame(boolean last, int opcode, byte[] payload) throws IOException {
    header(last, opcode, payload.length);
    return bytes(payload);
  }

  /** Sends only the header of a frame that announces a length. */
  RawSocket header(boolean last, int opcode, int length) throws IOException {
    var frame = new ByteArrayOutputStream();
    frame.write((last ? 0x80 : 0) | opcode);
    if (length < 126) {
      frame.write(0x80 | length);
    } else if (length < 65_536) {
      frame.write(0x80 | 126);
      frame.write(length >> 8);
      frame.write(length);
    } else {
      frame.write(0x80 | 127);
      frame.writeBytes(new byte[4]);
      for (int shift = 24; shift >= 0; shift -= 8) {
        frame.write(length >> shift);
      }
    }
    frame.writeBytes(new byte[4]);
    return bytes(frame.toByteArray());
  }

  RawSocket bytes(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Reads the next frame, whatever it is. */
  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    return new Frame((first & 0x80) != 0, first & 15, in.readNBytes((int) length));
  }

  /** Reads up to the next frame of a kind. */
  Frame read(int opcode) throws IOException {
    Frame frame;
    do {
      frame = read();
    } while (frame.opcode() != opcode);
    return frame;
  }

  /** Reads up to the close frame and answers it, unless the server is gone already. */
  int readClose() throws IOException {
    Frame close = read(CLOSE);
    try {
      frame(true, CLOSE, close.payload());
    } catch (SocketException e) {
      return close.closeCode();
    }
    return close.closeCode();
  }

  /** Whether the server has cut the connection, with or without a close frame. */
  boolean isCut() {
    try {
      while (true) {
        read();
      }
    } catch (EOFException | SocketException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
