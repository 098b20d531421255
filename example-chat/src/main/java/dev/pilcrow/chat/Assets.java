package dev.pilcrow.chat;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Style sheets, scripts and icon of the chat, named after their content so that browsers keep them
 * for good. From a source folder they are read anew each time and never kept.
 */
final class Assets {
  private static final Map<String, String> TYPES =
      Map.of(
          "chat.css", "text/css; charset=utf-8",
          "pages.css", "text/css; charset=utf-8",
          "chat.js", "text/javascript; charset=utf-8",
          "room.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final @Nullable Path folder;
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  /**
   * Reads the assets from the class path.
   *
   * @param folder where to read them from instead, on each request; null outside development
   */
  Assets(@Nullable Path folder) {
    this.folder = folder;
    TYPES.keySet().forEach(name -> contents.put(name, read(name)));
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
    String type = TYPES.get(name);
    if (type == null) {
      throw new NotFoundResponse("There is no such file.");
    }
    boolean current = ctx.path().equals(url(name));
    ctx.header(
        "Cache-Control",
        folder == null && current ? "public, max-age=31536000, immutable" : "no-cache");
    ctx.contentType(type).result(content(name));
  }

  private byte[] content(String name) {
    byte[] known = contents.get(name);
    return folder == null && known != null ? known : read(name);
  }

  private byte[] read(String name) {
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
}
