package dev.pilcrow.chat;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Style sheet, script and icon of the chat, each made of its parts in order, so that a page asks
 * for one of each. They are named after their content so that browsers keep them for good. From a
 * source folder they are read anew each time and never kept.
 */
final class Assets {
  private record Asset(String type, List<String> parts) {}

  private static final Map<String, Asset> ASSETS =
      Map.of(
          "chat.css",
          new Asset(
              "text/css; charset=utf-8",
              parts(
                  "css",
                  "base side people room messages writing toasts sheets forms directory operator")),
          "chat.js",
          new Asset("text/javascript; charset=utf-8", parts("js", "chat room signs")),
          "icon.svg",
          new Asset("image/svg+xml", List.of("icon.svg")));

  private final @Nullable Path folder;
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  /**
   * Reads the assets from the class path.
   *
   * @param folder where to read them from instead, on each request; null outside development
   */
  Assets(@Nullable Path folder) {
    this.folder = folder;
    ASSETS.keySet().forEach(name -> contents.put(name, read(name)));
  }

  /** The address of an asset. */
  String url(String name) {
    CRC32 hash = new CRC32();
    hash.update(content(name));
    return "/assets/" + Long.toHexString(hash.getValue()) + "/" + name;
  }

  /** Serves {@code /assets/{hash}/{name}}. */
  void serve(Context ctx) {
    String name = ctx.pathParam("name");
    Asset asset = ASSETS.get(name);
    if (asset == null) {
      throw new NotFoundResponse("There is no such file.");
    }
    boolean current = ctx.path().equals(url(name));
    ctx.header(
        "Cache-Control",
        folder == null && current ? "public, max-age=31536000, immutable" : "no-cache");
    ctx.contentType(asset.type()).result(content(name));
  }

  private byte[] content(String name) {
    byte[] known = contents.get(name);
    return folder == null && known != null ? known : read(name);
  }

  private byte[] read(String name) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String part : Objects.requireNonNull(ASSETS.get(name)).parts()) {
      all.writeBytes(readPart(part));
    }
    return all.toByteArray();
  }

  private byte[] readPart(String name) {
    try {
      if (folder != null) {
        return Files.readAllBytes(folder.resolve(name));
      }
      try (InputStream in = Assets.class.getResourceAsStream("/assets/" + name)) {
        if (in == null) {
          throw new IllegalStateException("The class path lacks /assets/" + name);
        }
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> parts(String kind, String names) {
    return Stream.of(names.split(" ")).map(name -> kind + "/" + name + "." + kind).toList();
  }
}
