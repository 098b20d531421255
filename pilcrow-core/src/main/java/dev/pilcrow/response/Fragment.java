package dev.pilcrow.response;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A part of a page that can be rendered without the rest: the element with this id, or what stands
 * in it. Immutable; renders anew each time.
 */
public final class Fragment {
  /** Makes the client look for the element in the markup, and take all of it where it is not. */
  private static final String DOCUMENT = "<!doctype html>";

  private static final Pattern ID = Pattern.compile("[A-Za-z_][\\w-]{0,127}");

  private final String id;
  private final Body<? extends CharSequence> markup;

  Fragment(String id, Body<? extends CharSequence> markup) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "Expected the id of an element, a letter and then letters, digits, '-' and '_', at most"
              + " 128,"
              + " but found '%s'.%s"
                  .formatted(id, id.startsWith("#") ? " Leave out the '#'." : ""));
    }
    this.id = id;
    this.markup = Objects.requireNonNull(markup, "markup");
  }

  /** The id of the element. */
  public String id() {
    return id;
  }

  /** The selector of the element. */
  public String selector() {
    return '#' + id;
  }

  /**
   * Renders the part.
   *
   * @throws Exception what rendering it throws
   */
  public String render() throws Exception {
    CharSequence made = markup.get();
    return Objects.requireNonNull(made, () -> "The fragment '" + id + "' made null, not markup.")
        .toString();
  }

  /** Renders the part as an answer of which the client takes what is in the element. */
  String answer() throws Exception {
    return DOCUMENT + render();
  }
}
