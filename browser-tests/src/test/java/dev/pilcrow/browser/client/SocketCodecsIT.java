package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codecs that pages load when they want them: with a server, and against the golden bytes. */
class SocketCodecsIT extends SocketTest {
  private static final Path WIRE = Path.of(System.getProperty("wire.dir")).resolve("typed");

  private static final String HEX =
      """
      const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
      const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
      """;

  private void echo() {
    open(
        "",
        stream -> {
          stream.send(new ServerEvent.Uppercase(stream.subprotocol().orElse("none")));
          for (ClientEvent event : stream.messages()) {
            stream.send(answer(event));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"cbor", "msgpack"})
  void aBinaryCodecIsAgreedOnBySubprotocol(String name) {
    echo();
    assertThat(
            js(
                "const {"
                    + name
                    + ": codec} = await import('/_silcrow/"
                    + name
                    + ".js');"
                    + """
                    const socket = Silcrow.socket('/api/echo', {codec});
                    const heard = [await socket.receive()];
                    for (const message of ['Leave', {TextInput: 'äb😀'}, {Move: {x: -1, y: 70000}}]) {
                      await socket.send(message);
                      heard.push((await socket.receive()).Uppercase);
                    }
                    return [socket.protocol, ...heard];
                    """))
        .isEqualTo(
            List.of(
                "pilcrow." + name,
                Map.of("Uppercase", "pilcrow." + name),
                "Leave[]",
                "ÄB😀",
                "Move[x=-1, y=70000]"));
  }

  @Test
  void ofSeveralCodecsTheServerChooses() {
    echo();
    assertThat(
            js(
                """
                const {cbor} = await import('/_silcrow/cbor.js');
                const {msgpack} = await import('/_silcrow/msgpack.js');
                const other = {protocol: 'v9.other', encode: JSON.stringify, decode: JSON.parse};
                const socket = Silcrow.socket('/api/echo', {codec: [other, msgpack, cbor]});
                const sent = socket.send('Leave');
                await socket.receive();
                return [await sent, await socket.receive(), socket.protocol];
                """))
        .isEqualTo(List.of(true, Map.of("Uppercase", "Leave[]"), "pilcrow.msgpack"));
  }

  @Test
  void everyGoldenFileIsReadAndWritten() throws IOException {
    echo();
    try (Stream<Path> files = Files.walk(WIRE)) {
      List<Path> all =
          files
              .filter(file -> file.toString().matches(".*\\.(cbor|msgpack)\\.hex"))
              .sorted()
              .toList();
      assertThat(all).hasSizeGreaterThan(20);
      for (Path file : all) {
        String name = file.toString().contains(".cbor.") ? "cbor" : "msgpack";
        Path json = file.resolveSibling(file.getFileName().toString().replaceAll("\\..*", ".json"));
        Object result =
            page.evaluate(
                "async ([name, json, golden]) => {"
                    + HEX
                    + """
                    const {[name]: codec} = await import(`/_silcrow/${name}.js`);
                    const message = JSON.parse(json);
                    const plain = (key, value) => typeof value === 'bigint' ? Number(value) : value;
                    const read = JSON.stringify(codec.decode(bytes(golden)), plain);
                    const again = codec.decode(codec.encode(message));
                    return [read === JSON.stringify(message), JSON.stringify(again, plain) === read,
                      hex(codec.encode(message)) === golden];
                    }
                    """,
                List.of(name, Files.readString(json).strip(), Files.readString(file).strip()));
        // Whole numbers beyond 2^53 have no exact form in JavaScript.
        boolean exact = !json.endsWith("numbers.json");
        assertThat(result).as(file.toString()).isEqualTo(List.of(true, true, exact));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cbor", "msgpack"})
  void everyValueComesBackAsItWas(String name) {
    echo();
    assertThat(
            page.evaluate(
                """
                async (name) => {
                  const {[name]: codec} = await import(`/_silcrow/${name}.js`);
                  const values = [0, 1, 23, 24, 127, 128, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32,
                    2 ** 53 - 1, -1, -24, -25, -32, -33, -128, -129, -32768, -32769, -(2 ** 31),
                    -(2 ** 31) - 1, 1 - 2 ** 53, 1.5, -0, 1e300, NaN, Infinity, 2n ** 63n, -(2n ** 63n),
                    '', 'äb😀', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(70000), true, false, null];
                  const lists = [[], {}, Array(15).fill(1), Array(16).fill(1), Array(70000).fill(1),
                    Object.fromEntries(Array.from({length: 70000}, (_, i) => ['k' + i, i])),
                    new Uint8Array(70000)];
                  const again = (value) => codec.decode(codec.encode(value));
                  const text = (value) => JSON.stringify(value);
                  return [...values.filter((value) => !Object.is(again(value), value)).map(String),
                    ...lists.filter((list) => text(again(list)) !== text(list)).map(text)];
                }
                """,
                name))
        .isEqualTo(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cbor", "msgpack"})
  void whatHasNoFormIsRefusedAndWhatIsUndefinedIsLeftOut(String name) {
    echo();
    assertThat(
            page.evaluate(
                """
                async (name) => {
                  const {[name]: codec} = await import(`/_silcrow/${name}.js`);
                  let deep = 1;
                  for (let i = 0; i < 65; i++) deep = [deep];
                  const refused = [() => 1, Symbol('x'), 2n ** 64n, deep].map((value) => {
                    try {
                      codec.encode({value});
                      return 'taken';
                    } catch (error) {
                      return error.name;
                    }
                  });
                  return [...refused, JSON.stringify(codec.decode(codec.encode(
                    {a: undefined, b: [undefined], c: new Date(0)})))];
                }
                """,
                name))
        .isEqualTo(
            List.of(
                "TypeError",
                "TypeError",
                "TypeError",
                "TypeError",
                "{\"b\":[null],\"c\":\"1970-01-01T00:00:00.000Z\"}"));
  }

  @ParameterizedTest
  @CsvSource({
    "cbor,a1",
    "cbor,a10101",
    "cbor,a2616101616102",
    "cbor,7affffffff",
    "cbor,9affffffff",
    "cbor,5b00000000ffffffff",
    "cbor,c101",
    "cbor,6161ff",
    "cbor,61ff",
    "cbor,9f01",
    "cbor,f7",
    "cbor,a1695f5f70726f746f5f5f01",
    "msgpack,db7fffffff",
    "msgpack,c67fffffff",
    "msgpack,dd7fffffff",
    "msgpack,df7fffffff",
    "msgpack,c1",
    "msgpack,8101a161",
    "msgpack,81a95f5f70726f746f5f5f01",
    "msgpack,d6ff00000000",
    "msgpack,a16100",
    "msgpack,a1ff",
    "msgpack,82a16101a16102",
  })
  void bytesThatAreNoMessageOrAnnounceTooMuchAreRefused(String name, String hex) {
    echo();
    assertThat(
            page.evaluate(
                "async ([name, golden]) => {"
                    + HEX
                    + """
                    const {[name]: codec} = await import(`/_silcrow/${name}.js`);
                    try {
                      return JSON.stringify(codec.decode(bytes(golden)));
                    } catch {
                      return 'refused';
                    }
                    }
                    """,
                List.of(name, hex)))
        .isEqualTo("refused");
  }
}
