package dev.pilcrow.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.route.WsRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypeScriptTest {
  enum Side {
    LEFT,
    RIGHT
  }

  record Everything(
      String text,
      long number,
      boolean flag,
      Side side,
      Instant at,
      List<Optional<Side>> sides,
      Map<String, int[]> counts,
      Optional<Everything> parent,
      @Nullable String note) {}

  record Guest(String name, int age) {}

  /** What a build names. */
  static final class Channels {
    static final WsChannel<ClientEvent, TaggedEvent> TYPED =
        WsChannel.of(WsRoute.of("/api/typed"), Codecs.json(), ClientEvent.class, TaggedEvent.class)
            .parameters(Guest.class);

    private Channels() {}
  }

  private static String of(JacksonFormat format, Class<?> in, Class<?> out) {
    return TypeScript.of(List.of(WsChannel.of(WsRoute.of("/ws"), format, in, out)));
  }

  @Test
  void theMessagesOfTheGoldenFilesAreDeclaredAsTheyAreWritten() throws Exception {
    assertThat(of(Codecs.json(), ClientEvent.class, Everything.class))
        .isEqualTo(Messages.file("messages.d.ts"));
  }

  @Test
  void tagsAndPositionsAreDeclaredToo() {
    assertThat(of(Codecs.json().typeTagged(), TaggedEvent.class, String.class))
        .contains("// /ws: in TaggedEvent, out string")
        .contains("| { type: \"Left\" }")
        .contains("| { type: \"Moved\"; x: number; y: number }");
    assertThat(of(Codecs.messagePack().positional(), ClientEvent.class, Guest.class))
        .contains("| { Moved: [number, number] }")
        .contains("| { Typing: [string | null] }")
        .contains("export type Guest = [string, number];");
  }

  @Test
  void aBuildWritesTheChannelsOfAClass(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("types/channels.d.ts");
    TypeScript.main(file.toString(), Channels.class.getName());
    assertThat(Files.readString(file))
        .contains("// /api/typed: in ClientEvent, out TaggedEvent, parameters Guest")
        .contains("export type Guest = { name: string; age: number };");
    assertThatThrownBy(() -> TypeScript.main(file.toString(), "java.lang.String"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("static fields of type WsChannel");
    assertThatThrownBy(() -> TypeScript.main(file.toString()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final class Other {
    record Guest(int x) {}

    private Other() {}
  }

  @Test
  void whatCannotBeDeclaredIsRefused() {
    assertThatThrownBy(() -> of(Codecs.json(), Guest.class, Other.Guest.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("types of different names");
    record Odd(Thread thread) {}
    assertThatThrownBy(() -> of(Codecs.json(), String.class, Odd.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but found java.lang.Thread");
  }
}
