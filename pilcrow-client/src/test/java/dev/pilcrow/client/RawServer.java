package dev.pilcrow.client;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.route.WsRoute;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A server that does on the wire what a test says, right or wrong. */
final class RawServer implements AutoCloseable {
  /** Strings in JSON, in text frames. */
  static final WsChannel<String, String> STRINGS =
      WsChannel.of(WsRoute.of("/ws"), Codecs.json().textFrames(), String.class, String.class);

  private final ServerSocket server;

  private RawServer(int port) throws IOException {
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server.setSoTimeout(60_000); // longer than it takes to notice an end that the JDK has lost
  }

  static RawServer start() throws IOException {
    return new RawServer(0);
  }

  /** The same address again, after the first has gone. */
  static RawServer startOn(int port) throws IOException {
    return new RawServer(port);
  }

  int port() {
    return server.getLocalPort();
  }

  String address() {
    return "http://127.0.0.1:" + port();
  }

  /** Waits for a connection and reads its request. */
  Peer accept() throws IOException {
    return new Peer(server.accept());
  }

  /** The same, and makes it a WebSocket. */
  Peer open() throws Exception {
    Peer peer = accept();
    peer.upgrade("");
    return peer;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** The other end of one connection. */
  static final class Peer implements AutoCloseable {
    final Map<String, String> headers = new HashMap<>();
    final String requestLine;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Peer(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20_000);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      requestLine = line(in);
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    void answer(String head) throws IOException {
      answer(head, "");
    }

    void answer(String head, String body) throws IOException {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      write(head + "\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** What proves that a server has read the request (RFC 6455 §4.2.2). */
    String acceptance() throws Exception {
      String key = headers.get("sec-websocket-key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Answers with 101 and these header lines, each ended by CR and LF. */
    void upgrade(String more) throws Exception {
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + acceptance()
                  + "\r\n"
                  + more
                  + "\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    /** Sends a frame with this first byte: 0x81 for a whole text, 0x82 for a whole binary. */
    Peer frame(int first, byte[] payload) throws IOException {
      out.write(first);
      if (payload.length < 126) {
        out.write(payload.length);
      } else if (payload.length <= 0xffff) {
        out.write(126);
        out.write(payload.length >> 8);
        out.write(payload.length);
      } else {
        out.write(127);
        for (int shift = 56; shift >= 0; shift -= 8) {
          out.write((int) ((long) payload.length >>> shift));
        }
      }
      out.write(payload);
      out.flush();
      return this;
    }

    Peer text(String text) throws IOException {
      return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    Peer sendClose(int code, String reason) throws IOException {
      byte[] text = reason.getBytes(StandardCharsets.UTF_8);
      byte[] payload = new byte[2 + text.length];
      payload[0] = (byte) (code >> 8);
      payload[1] = (byte) code;
      System.arraycopy(text, 0, payload, 2, text.length);
      return frame(0x88, payload);
    }

    /** The next frame that is no ping or pong: its first byte as a character, then its payload. */
    String read() throws IOException {
      String frame = readAny();
      while (frame.charAt(0) == 0x9 || frame.charAt(0) == 0xa) {
        frame = readAny();
      }
      return frame;
    }

    /** Waits for a ping, at most 20 s, and skips what comes before it. */
    void awaitPing() throws IOException {
      while (readAny().charAt(0) != 0x9) {
        // not yet
      }
    }

    private String readAny() throws IOException {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return (char) (first & 0x0f) + new String(payload, StandardCharsets.UTF_8);
    }

    /** Ends the connection without a word. */
    void cut() throws IOException {
      socket.close();
    }

    /** Whether the client has cut or ended the connection, now or within 20 s. */
    boolean isCut() {
      try {
        while (in.read() >= 0) {
          // what was under way
        }
        return true;
      } catch (IOException e) {
        return !(e instanceof SocketTimeoutException);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
