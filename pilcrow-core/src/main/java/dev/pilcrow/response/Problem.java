package dev.pilcrow.response;

import dev.pilcrow.event.Json;
import dev.pilcrow.form.Violations;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What went wrong with a request, for programs: the members of RFC 9457. Immutable and thread-safe;
 * everything in it is shown to the client.
 */
public final class Problem {
  /** The content type of a problem. */
  public static final String CONTENT_TYPE = "application/problem+json";

  private static final Set<String> OWN =
      Set.of("type", "title", "status", "detail", "instance", "errors");

  private static final Pattern MEMBER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  private final int status;
  private final Map<String, JsonNode> members;
  private final Violations violations;

  private Problem(int status, Map<String, JsonNode> members, Violations violations) {
    this.status = status;
    this.members = members;
    this.violations = violations;
  }

  /**
   * A problem with this status, and the status in words as its title.
   *
   * @throws IllegalArgumentException when it is not 400 to 599
   */
  public static Problem of(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          "Expected the status of an error, 400 to 599, but found " + status + ".");
    }
    return new Problem(status, Map.of(), Violations.none());
  }

  /** What kind of problem it is, in a few words that stay the same each time. */
  public Problem title(String title) {
    return put("title", text("title", title));
  }

  /** What went wrong this time, and what to do about it. */
  public Problem detail(String detail) {
    return put("detail", text("detail", detail));
  }

  /** Where this kind of problem is explained; {@code about:blank} without. */
  public Problem type(URI type) {
    return put("type", JsonNodeFactory.instance.stringNode(type.toASCIIString()));
  }

  /** What names this occurrence. */
  public Problem instance(URI instance) {
    return put("instance", JsonNodeFactory.instance.stringNode(instance.toASCIIString()));
  }

  /**
   * A member of the application's own. The value is read now, not later.
   *
   * @throws IllegalArgumentException when the name is one of RFC 9457, or Jackson cannot write the
   *     value
   */
  public Problem with(String member, @Nullable Object value) {
    if (!MEMBER.matcher(member).matches() || OWN.contains(member)) {
      throw new IllegalArgumentException(
          "Expected the name of a member such as 'balance', letters, digits and '_', and none of "
              + "type, title, status, detail, instance and errors, but found '"
              + member
              + "'.");
    }
    try {
      String json = Json.mapper().writeValueAsString(value); // bounded in depth, unlike a tree
      return put(member, Json.mapper().readTree(json));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "Expected a value for member '%s' that Jackson can write, but found %s: %s"
              .formatted(
                  member,
                  value == null ? "null" : value.getClass().getName(),
                  e.getOriginalMessage()),
          e);
    }
  }

  /** What is wrong with which field, written as {@code errors:[{field, detail}]}. */
  public Problem violations(Violations violations) {
    return new Problem(status, members, violations);
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The title; the status in words when nothing else was said. */
  public String title() {
    return member("title").map(JsonNode::asString).orElseGet(() -> StatusText.of(status));
  }

  /** The detail. */
  public Optional<String> detail() {
    return member("detail").map(JsonNode::asString);
  }

  /** What is wrong with which field. */
  public Violations violations() {
    return violations;
  }

  /** Any member but the violations, as it will be written. */
  public Optional<JsonNode> member(String name) {
    return Optional.ofNullable(members.get(name));
  }

  /** The problem as it is written, without modifiers such as toasts. */
  public String json() {
    return tree().toString();
  }

  JsonNode tree() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    member("type").ifPresent(type -> tree.set("type", type));
    tree.put("title", title()).put("status", status);
    members.forEach(tree::set);
    if (!violations.isEmpty()) {
      ArrayNode errors = tree.putArray("errors");
      violations
          .byField()
          .forEach(
              (field, messages) ->
                  messages.forEach(
                      message -> errors.addObject().put("field", field).put("detail", message)));
    }
    return tree;
  }

  @Override
  public String toString() {
    return "Problem" + json();
  }

  private Problem put(String name, JsonNode value) {
    Map<String, JsonNode> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(status, more, violations);
  }

  private static JsonNode text(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("Expected a " + what + " but it is blank.");
    }
    return JsonNodeFactory.instance.stringNode(text);
  }
}
