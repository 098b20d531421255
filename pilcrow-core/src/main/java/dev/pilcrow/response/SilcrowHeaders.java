package dev.pilcrow.response;

/** The response headers Silcrow.js reads, in the order it obeys them. */
enum SilcrowHeaders {
  CACHE("silcrow-cache", false),
  FULL_RELOAD("silcrow-full-reload", false),
  TRIGGER("silcrow-trigger", true),
  RETARGET("silcrow-retarget", false),
  PUSH("silcrow-push", true),
  ALSO("silcrow-also", false),
  PATCH("silcrow-patch", true),
  INVALIDATE("silcrow-invalidate", true),
  NAVIGATE("silcrow-navigate", true),
  POSITIONS("silcrow-positions", true),
  SSE("silcrow-sse", true),
  WS("silcrow-ws", true);

  private final String header;
  private final boolean mirrored;

  SilcrowHeaders(String header, boolean mirrored) {
    this.header = header;
    this.mirrored = mirrored;
  }

  String header() {
    return header;
  }

  /**
   * Whether a document load obeys it too, through a meta element. The others speak about a request
   * that the client made itself: its cache entry, its target, other targets, whether to load the
   * page instead.
   */
  boolean mirrored() {
    return mirrored;
  }
}
