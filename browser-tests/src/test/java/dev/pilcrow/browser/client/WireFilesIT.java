package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the wire format, decoded by the client's own decoder or sent over a real line. */
class WireFilesIT extends ClientTest {
  private static final Path WIRE = Path.of(System.getProperty("wire.dir"));

  @BeforeEach
  void openPage() {
    open("<div id=\"a\"></div>");
  }

  static Stream<Path> events() throws IOException {
    return Stream.concat(files("ws", ".json"), files("topic", ".json"));
  }

  static Stream<Path> bad() throws IOException {
    return files("ws/bad", ".txt");
  }

  static Stream<Path> refusedByServer() throws IOException {
    return files("ws/refused-by-server", ".txt");
  }

  static Stream<Path> control() throws IOException {
    return files("control", ".json");
  }

  static Stream<Path> batches() throws IOException {
    return files("batch", ".json");
  }

  static Stream<Path> eventStreams() throws IOException {
    return Stream.concat(files("sse", ".txt"), files("sse/read", ".txt"));
  }

  private static Stream<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> found = Files.list(WIRE.resolve(folder))) {
      return found.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
    }
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> decode(String text) {
    return (List<Map<String, Object>>)
        js(
            "(text) => import('/src/decode/event.js').then((module) => module.decodeFrame(text)"
                + ".map((event) => ({...event, frozen: Object.isFrozen(event)})))",
            text);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> json(String text) {
    return (Map<String, Object>) js("(text) => JSON.parse(text)", text);
  }

  @ParameterizedTest
  @MethodSource("events")
  void aValidFileIsOneFrozenEvent(Path file) throws Exception {
    String text = Files.readString(file);
    Map<String, Object> expected = withDefaults(json(text));
    expected.put("frozen", true);
    assertThat(decode(text)).containsExactly(expected);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadFileIsMalformedAndItsReasonQuotesNothing(Path file) throws Exception {
    var decoded = decode(Files.readString(file));
    assertThat(decoded).hasSize(1);
    assertThat(decoded.get(0)).containsEntry("malformed", true).containsKey("reason");
    assertThat((String) decoded.get(0).get("reason")).hasSizeLessThan(30);
  }

  @ParameterizedTest
  @MethodSource("refusedByServer")
  void whatOnlyTheServerRefusesDoesNoHarm(Path file) throws Exception {
    assertThat(decode(Files.readString(file))).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("control")
  void aControlFrameIsForTheConnection(Path file) throws Exception {
    String text = Files.readString(file);
    var decoded = decode(text);
    assertThat(decoded).hasSize(1);
    assertThat(decoded.get(0)).containsEntry("control", json(text).get("type"));
  }

  @ParameterizedTest
  @MethodSource("batches")
  void anArrayIsItsEventsInOrder(Path file) throws Exception {
    String text = Files.readString(file);
    List<?> expected = (List<?>) js("(text) => JSON.parse(text).map(({type}) => type)", text);
    assertThat(decode(text)).extracting("type").isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("eventStreams")
  void anEventStreamFileIsTheSameEvent(Path file) throws Exception {
    String name = file.getFileName().toString().replace(".txt", ".json");
    Path own = file.resolveSibling(name);
    Path expected = Files.exists(own) ? own : WIRE.resolve("ws").resolve(name);
    open("<div id=\"a\" s-live=\"sse:/events/wire\"></div>");
    js("document.addEventListener('silcrow:live:message', (event) => event.preventDefault())");
    server.await("/events/wire").send(Files.readString(file));
    assertThat(awaitSeen("silcrow:live:message").get(0).get("event"))
        .isEqualTo(withDefaults(json(Files.readString(expected))));
  }

  @Test
  void badFramesAreReportedAndTheConnectionStays() throws Exception {
    open("<div id=\"a\" s-live=\"ws:/ws/a\" :text=\"n\"></div>");
    Peer peer = server.await("/ws/a");
    List<Path> files = bad().toList();
    for (Path file : files) {
      peer.send(Files.readString(file));
    }
    peer.send(
        "[{\"type\":\"nonsense\"},{\"type\":\"patch\",\"target\":\"#a\",\"data\":{\"n\":1}}]");
    peer.send(new byte[] {(byte) 0xff, (byte) 0xfe});
    peer.send(
        "{\"type\":\"patch\",\"target\":\"#a\",\"data\":{\"n\":\"é\"}}"
            .getBytes(StandardCharsets.UTF_8));
    waitFor("document.querySelector('#a').textContent === 'é'");
    assertThat(reported()).hasSize(files.size() + 2).containsOnly("frame-malformed");
    assertThat(peer.isOpen()).isTrue();
  }

  private static Map<String, Object> withDefaults(Map<String, Object> event) {
    Map<String, Object> full = new LinkedHashMap<>(event);
    if ("html".equals(full.get("type"))) {
      full.putIfAbsent("swap", "inner");
    }
    return full;
  }
}
