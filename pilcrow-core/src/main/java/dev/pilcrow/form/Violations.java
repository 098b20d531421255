package dev.pilcrow.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a form or a request body: messages for its fields, in the order in which they
 * were found. Immutable and thread-safe.
 *
 * <p>Keeps {@value #MAX} messages; further ones change nothing, since nobody reads them and a
 * stranger decides how many there are.
 */
public final class Violations {
  /** How many messages are kept. */
  public static final int MAX = 200;

  private static final Violations NONE = new Violations(Map.of(), 0);

  private final Map<String, List<String>> messages;
  private final int size;

  private Violations(Map<String, List<String>> messages, int size) {
    this.messages = messages;
    this.size = size;
  }

  /** Nothing is wrong. */
  public static Violations none() {
    return NONE;
  }

  /**
   * These and one more.
   *
   * @param field the field's name in the form
   * @param message plain text for the user: what is wrong and what to do about it
   * @throws IllegalArgumentException when either is blank
   */
  public Violations and(String field, String message) {
    requireText("field name", field);
    requireText("message for '" + field + "'", message);
    if (size == MAX) {
      return this;
    }
    Map<String, List<String>> more = new LinkedHashMap<>(messages);
    List<String> ofField = new ArrayList<>(of(field));
    ofField.add(message);
    more.put(field, List.copyOf(ofField));
    return new Violations(Collections.unmodifiableMap(more), size + 1);
  }

  /** These, followed by others. */
  public Violations and(Violations others) {
    Violations all = this;
    for (Map.Entry<String, List<String>> field : others.messages.entrySet()) {
      for (String message : field.getValue()) {
        all = all.and(field.getKey(), message);
      }
    }
    return all;
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** How many messages there are. */
  public int size() {
    return size;
  }

  /** The messages for a field; empty when nothing is wrong with it. */
  public List<String> of(String field) {
    return messages.getOrDefault(field, List.of());
  }

  /** The messages of each field that has any, in order; cannot be changed. */
  public Map<String, List<String>> byField() {
    return messages;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Violations that && messages.equals(that.messages);
  }

  @Override
  public int hashCode() {
    return messages.hashCode();
  }

  @Override
  public String toString() {
    return messages.toString();
  }

  private static void requireText(String what, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("Expected a " + what + " but it is blank.");
    }
  }
}
