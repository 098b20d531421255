package dev.pilcrow.javalin;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.JavalinDefaultRoutingApi;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.webjars.WebJarVersionLocator;

/**
 * Silcrow.js, found in its WebJar and served in three encodings. One address carries a fingerprint
 * and may be kept for ever; the other does not and is asked for again each time, like those of the
 * modules beside it: {@code /_silcrow/cbor.js}, {@code /_silcrow/msgpack.js}. Immutable.
 */
final class ScriptAsset {
  private static final String WEBJAR = "silcrow";
  static final String SMALL = "silcrow.min.js";
  static final String DEBUG = "silcrow.debug.js";
  private static final String FOLDER = "/_silcrow/";
  private static final String PLAIN_NAME = "silcrow.js";

  /** What pages import beside the script: names as served, and files of the WebJar. */
  private static final Map<String, String> MODULES =
      Map.of("cbor.js", "silcrow.cbor.min.js", "msgpack.js", "silcrow.msgpack.min.js");

  private final PackedScript script;
  private final Map<String, PackedScript> modules = new HashMap<>();
  private final byte @Nullable [] sourceMap;
  private final String sourceMapName;
  private final Supplier<String> mount;

  private ScriptAsset(
      PackedScript script,
      byte @Nullable [] sourceMap,
      String sourceMapName,
      Supplier<String> mount) {
    this.script = script;
    this.sourceMap = sourceMap;
    this.sourceMapName = sourceMapName;
    this.mount = mount;
    var locator = new WebJarVersionLocator();
    MODULES.forEach(
        (name, file) ->
            PackedScript.find(locator.fullPath(WEBJAR, file))
                .ifPresent(module -> modules.put(name, module)));
  }

  /**
   * Finds the script.
   *
   * @param mount the application's context path, asked for each time it is needed
   * @param file which of the WebJar's bundles
   * @throws IllegalStateException when the WebJar is not on the class path
   */
  static ScriptAsset load(Supplier<String> mount, String file) {
    return load(mount, file, new WebJarVersionLocator().fullPath(WEBJAR, file));
  }

  static ScriptAsset load(Supplier<String> mount, String file, @Nullable String resource) {
    PackedScript script =
        PackedScript.find(resource)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Silcrow.js is not on the class path (looked for "
                            + (resource == null ? "the WebJar '" + WEBJAR + "'" : resource)
                            + "). Add the dependency dev.pilcrow:silcrow-js in the version of"
                            + " pilcrow-javalin; a jar that bundles its dependencies must keep"
                            + " META-INF/resources."));
    byte[] sourceMap = PackedScript.read(resource + ".map").orElse(null);
    return new ScriptAsset(script, sourceMap, file + ".map", mount);
  }

  /** The address that carries the fingerprint. */
  String path() {
    String prefix = mount.get();
    return (prefix.equals("/") ? "" : prefix) + FOLDER + fingerprintedName();
  }

  /** The Subresource Integrity value. */
  String integrity() {
    return script.integrity();
  }

  /** The element that loads the script. */
  String tag() {
    return "<script src=\""
        + path()
        + "\" integrity=\""
        + script.integrity()
        + "\" crossorigin=\"anonymous\" defer></script>";
  }

  void register(JavalinDefaultRoutingApi routes) {
    Handler handler = this::serve;
    routes.get(FOLDER + "{file}", handler);
    routes.head(FOLDER + "{file}", handler);
  }

  private void serve(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff");
    String file = ctx.pathParam("file");
    PackedScript module = modules.get(file);
    if (file.equals(fingerprintedName())) {
      script.serve(ctx, "public, max-age=31536000, immutable");
    } else if (file.equals(PLAIN_NAME)) {
      script.serve(ctx, "no-cache");
    } else if (module != null) {
      module.serve(ctx, "no-cache");
    } else if (file.equals(sourceMapName) && sourceMap != null) {
      ctx.contentType("application/json").header("Cache-Control", "no-cache").result(sourceMap);
    } else {
      ctx.status(404).contentType("text/plain; charset=utf-8").header("Cache-Control", "no-store");
      ctx.result("No such file. The script of this version is " + path());
    }
  }

  private String fingerprintedName() {
    return "silcrow." + script.fingerprint() + ".js";
  }
}
