package dev.pilcrow.event;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a patch writes, and what kind of value: all that decides whether a later patch to the same
 * target leaves nothing of it.
 *
 * <p>A patch leaves alone what it does not name, so the later one must name everything: objects for
 * objects, since these merge, and anything else for anything else. Lists must not be shorter, for a
 * page may show their places one by one, and lists of objects never count, for rows that were gone
 * in between begin anew. {@code docs/decisions/0016-resume.md} says more.
 */
final class PatchShape {
  /** The shape of what is no patch, or one that later ones never replace. */
  static final PatchShape NONE = new PatchShape("", Map.of());

  private static final int MAX_PATHS = 256;
  private static final int OBJECT = -1;
  private static final int VALUE = -2;

  private final String target;

  /** Path → {@link #OBJECT}, {@link #VALUE}, or the length of a list. */
  private final Map<String, Integer> paths;

  private PatchShape(String target, Map<String, Integer> paths) {
    this.target = target;
    this.paths = paths;
  }

  /** The shape of an event's JSON text. */
  static PatchShape of(String json) {
    try {
      JsonNode tree = Json.mapper().readTree(json);
      JsonNode data = tree.path("data");
      Map<String, Integer> paths = new HashMap<>();
      boolean replaceable =
          data.isObject() && !data.has("_toasts") && !data.has("data") && read(data, "", paths);
      return replaceable ? new PatchShape(tree.path("target").asString(""), paths) : NONE;
    } catch (JacksonException e) {
      return NONE;
    }
  }

  /** Takes in an object; false if nothing can stand in for it. */
  private static boolean read(JsonNode object, String path, Map<String, Integer> paths) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String here = path + '\0' + member.getKey();
      JsonNode value = member.getValue();
      if (value.isObject()) {
        paths.put(here, OBJECT);
        if (!read(value, here, paths)) {
          return false;
        }
      } else if (value.isArray()) {
        if (value.valueStream().anyMatch(JsonNode::isContainer)) {
          return false;
        }
        paths.put(here, value.size());
      } else {
        paths.put(here, VALUE);
      }
    }
    return paths.size() <= MAX_PATHS;
  }

  /** What patches are gathered by, or null if nothing replaces this one. */
  @Nullable String target() {
    return this == NONE ? null : target;
  }

  /** Whether a page that gets this one need not have had the other one before. */
  boolean replaces(PatchShape earlier) {
    if (this == NONE || earlier == NONE || !target.equals(earlier.target)) {
      return false;
    }
    for (Map.Entry<String, Integer> place : earlier.paths.entrySet()) {
      Integer kind = paths.get(place.getKey());
      if (kind == null || !stands(kind, place.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean stands(int kind, int earlier) {
    if (earlier == OBJECT || kind == OBJECT) {
      return kind == earlier;
    }
    return earlier == VALUE || kind >= earlier;
  }
}
