package dev.pilcrow.form;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user sent, and what is wrong with it: enough to show the form again as it was, with a
 * message at each field that needs one. Immutable and thread-safe; every check returns a copy.
 *
 * <p>Checks read {@link #text}. All but {@code required} leave an empty field alone, so that a
 * field is optional unless it says otherwise.
 */
public final class Form {
  private static final Form EMPTY = new Form(Map.of(), Violations.none());

  private final Map<String, List<String>> values;
  private final Violations violations;

  private Form(Map<String, List<String>> values, Violations violations) {
    this.values = values;
    this.violations = violations;
  }

  /** A form that nobody has filled in. */
  public static Form empty() {
    return EMPTY;
  }

  /** A form with the values of each field, such as {@code ctx.formParamMap()}. */
  public static Form of(Map<String, List<String>> values) {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    values.forEach((name, ofName) -> copy.put(name, List.copyOf(ofName)));
    return new Form(Collections.unmodifiableMap(copy), Violations.none());
  }

  /** The same form with another value in a field: what stands there before the user changes it. */
  public Form with(String name, String value) {
    Map<String, List<String>> changed = new LinkedHashMap<>(values);
    changed.put(name, List.of(value));
    return new Form(Collections.unmodifiableMap(changed), violations);
  }

  /** The field's first value as it was sent; empty when there is none. Show no password again. */
  public String value(String name) {
    List<String> all = values(name);
    return all.isEmpty() ? "" : all.get(0);
  }

  /** The field's first value without space around it. */
  public String text(String name) {
    return value(name).strip();
  }

  /** All values of a field, for check boxes and lists. */
  public List<String> values(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** Whether a field has this value, as a chosen option or a ticked box has. */
  public boolean has(String name, String value) {
    return values(name).contains(value);
  }

  /** A field must not be empty. */
  public Form required(String name) {
    return reject(name, Checks.required(text(name)));
  }

  /** A field must not be empty. */
  public Form required(String name, String message) {
    return check(name, !text(name).isEmpty(), message);
  }

  /** A field must have so many characters; code points, so an emoji counts as one. */
  public Form length(String name, int min, int max) {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(
          "Expected a length range such as 2 to 40 for '%s' but found %d to %d."
              .formatted(name, min, max));
    }
    return unlessEmpty(name, value -> Checks.length(value, min, max));
  }

  /**
   * A field must match a pattern as a whole. More than 4,096 characters never do, since a pattern
   * may take long.
   */
  public Form pattern(String name, Pattern pattern, String message) {
    return unlessEmpty(name, value -> Checks.matches(value, pattern) ? null : message);
  }

  /** A field must be an e-mail address, as a browser's {@code type=email} understands it. */
  public Form email(String name) {
    return unlessEmpty(name, Checks::email);
  }

  /** A field must be a whole number; then {@code Long.parseLong(form.text(name))} works. */
  public Form range(String name, long min, long max) {
    if (max < min) {
      throw new IllegalArgumentException(
          "Expected a range such as 1 to 10 for '%s' but found %d to %d."
              .formatted(name, min, max));
    }
    return unlessEmpty(name, value -> Checks.wholeNumber(value, min, max));
  }

  /**
   * A field must be a number without exponent, at most 30 digits before and 20 after the point;
   * then {@code new BigDecimal(form.text(name))} works.
   */
  public Form range(String name, BigDecimal min, BigDecimal max) {
    if (max.compareTo(min) < 0) {
      throw new IllegalArgumentException(
          "Expected a range such as 0.5 to 10 for '%s' but found %s to %s."
              .formatted(name, min, max));
    }
    return unlessEmpty(name, value -> Checks.number(value, min, max));
  }

  /** A check of the application's own: unless it holds, the field has this message. */
  public Form check(String name, boolean holds, String message) {
    return reject(name, holds ? null : message);
  }

  /** Adds what was found elsewhere. */
  public Form and(Violations more) {
    return new Form(values, violations.and(more));
  }

  /** Whether nothing is wrong. */
  public boolean isValid() {
    return violations.isEmpty();
  }

  /** What is wrong. */
  public Violations violations() {
    return violations;
  }

  /** The messages for a field. */
  public List<String> errors(String name) {
    return violations.of(name);
  }

  /** The id of the element that holds the messages for a field: {@code <name>-error}. */
  public static String errorId(String name) {
    return name.replaceAll("\\s", "_") + "-error";
  }

  /**
   * For {@code aria-invalid="${form.invalid(name)}"} in templates that leave out attributes without
   * a value: {@code true}, or null.
   */
  public @Nullable String invalid(String name) {
    return errors(name).isEmpty() ? null : "true";
  }

  /** The same for {@code aria-describedby}: the id of the field's messages, or null. */
  public @Nullable String describedBy(String name) {
    return errors(name).isEmpty() ? null : errorId(name);
  }

  /**
   * Escaped attributes that tie a field to its messages, with a space before: {@code
   * aria-invalid="true" aria-describedby="name-error"}; nothing when nothing is wrong with it.
   */
  public String attributes(String name) {
    return errors(name).isEmpty()
        ? ""
        : " aria-invalid=\"true\" aria-describedby=\"" + escape(errorId(name)) + '"';
  }

  /**
   * Escaped markup of a field's messages, for the place below it; nothing when nothing is wrong
   * with it: {@code <p class="field-error" id="name-error">…</p>}.
   */
  public String messages(String name) {
    return errors(name).isEmpty()
        ? ""
        : "<p class=\"field-error\" id=\""
            + escape(errorId(name))
            + "\">"
            + escape(String.join(" ", errors(name)))
            + "</p>";
  }

  /** The names of the fields only: values may be secret. */
  @Override
  public String toString() {
    return "Form" + values.keySet() + violations;
  }

  private Form unlessEmpty(String name, Rule rule) {
    String value = text(name);
    return value.isEmpty() ? this : reject(name, rule.violation(value));
  }

  private Form reject(String name, @Nullable String message) {
    Objects.requireNonNull(name, "name");
    return message == null ? this : new Form(values, violations.and(name, message));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  /** Says what is wrong with a value, or null. */
  private interface Rule {
    @Nullable String violation(String value);
  }
}
