package dev.pilcrow.codecs;

import dev.pilcrow.channel.WsChannel;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Writes the messages of typed channels as TypeScript declarations, for {@code Silcrow.socket<In,
 * Out>(url)}.
 *
 * <p>The declarations follow the first format of each channel. In a build: {@code java
 * dev.pilcrow.codecs.TypeScript target/channels.d.ts com.example.Channels}.
 */
public final class TypeScript {
  private static final String HEAD = "/** Generated from Java: change the records, not this. */\n";

  private TypeScript() {}

  /**
   * The declarations of these channels: their messages, their parameters, and all types within.
   *
   * @throws IllegalArgumentException if there is no such type in TypeScript, or if two types have
   *     one name, saying which
   */
  public static String of(List<WsChannel<?, ?>> channels) {
    var text = new StringBuilder(HEAD);
    var types = new TypeScriptTypes();
    for (WsChannel<?, ?> channel : channels) {
      Shape shape =
          channel.wire().format() instanceof JacksonFormat format ? format.shape() : Shape.NAMED;
      types.in(shape);
      text.append("// ")
          .append(channel.route())
          .append(": in ")
          .append(types.of(channel.in()))
          .append(", out ")
          .append(types.of(channel.out()));
      channel
          .parameters()
          .ifPresent(
              type -> {
                types.in(Shape.NAMED);
                text.append(", parameters ").append(types.of(type));
              });
      text.append('\n');
    }
    return text.append(types.declarations()).toString();
  }

  /**
   * Writes the channels of classes to a file.
   *
   * @param args the file, and the names of classes whose static fields are channels
   */
  public static void main(String... args) throws IOException, ReflectiveOperationException {
    if (args.length < 2) {
      throw new IllegalArgumentException(
          "Expected a file and the names of classes with channels but found "
              + args.length
              + " arguments. Write: target/channels.d.ts com.example.Channels");
    }
    List<WsChannel<?, ?>> channels = new ArrayList<>();
    for (String name : Arrays.asList(args).subList(1, args.length)) {
      channels.addAll(channels(Class.forName(name)));
    }
    Path file = Path.of(args[0]).toAbsolutePath();
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, of(channels));
  }

  private static List<WsChannel<?, ?>> channels(Class<?> type) throws IllegalAccessException {
    List<WsChannel<?, ?>> found = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == WsChannel.class) {
        field.setAccessible(true);
        found.add((WsChannel<?, ?>) Objects.requireNonNull(field.get(null)));
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected static fields of type WsChannel in " + type.getName() + " but found none.");
    }
    return found;
  }
}
