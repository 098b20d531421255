package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.Json;
import dev.pilcrow.hub.Positions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import tools.jackson.databind.JsonNode;

/** A silcrow client on a real socket, which takes the frames one by one out of their arrays. */
final class ResumingSocket implements AutoCloseable {
  private final TestSocket socket;
  private final Queue<JsonNode> frames = new ArrayDeque<>();

  private ResumingSocket(TestServer server, String path, String more) throws Exception {
    socket = TestSocket.open(server.ws(path + "?silcrow=1" + more));
    assertThat(next().get("type").stringValue()).isEqualTo("hello");
  }

  static ResumingSocket open(TestServer server, String path) throws Exception {
    return new ResumingSocket(server, path, "");
  }

  /** Connects with positions as JSON, in base64url. */
  static ResumingSocket resume(TestServer server, String path, String json) throws Exception {
    return new ResumingSocket(server, path, "&silcrow-resume=" + encode(json));
  }

  /** Connects with a parameter as it is. */
  static ResumingSocket raw(TestServer server, String path, String parameter) throws Exception {
    return new ResumingSocket(server, path, "&silcrow-resume=" + parameter);
  }

  static String encode(String json) {
    assertThat(Positions.MAX_BYTES).isEqualTo(4_096);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  JsonNode next() throws InterruptedException {
    if (frames.isEmpty()) {
      JsonNode read = Json.mapper().readTree(socket.next());
      if (read.isArray()) {
        read.forEach(frames::add);
      } else {
        frames.add(read);
      }
    }
    return frames.remove();
  }

  /** The next frames in short: {@code skip 3}, {@code resync 0}, or data and id. */
  List<String> take(int count) throws InterruptedException {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      taken.add(brief(next()));
    }
    return taken;
  }

  private static String brief(JsonNode frame) {
    String id = frame.path("id").asString("-");
    String offset = id.substring(id.indexOf(':') + 1);
    String type = frame.get("type").stringValue();
    return (type.equals("custom") ? frame.get("data").toString() : type) + " @" + offset;
  }

  TestSocket socket() {
    return socket;
  }

  @Override
  public void close() {
    socket.close();
  }
}
