package dev.pilcrow.response;

import dev.pilcrow.negotiate.Representation;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The words a handler answers with; import them statically. */
public final class Replies {
  private Replies() {}

  /** A page or fragment, rendered only when it is chosen. */
  public static HtmlArm html(Body<? extends CharSequence> markup) {
    Objects.requireNonNull(markup, "markup");
    return new HtmlArm(markup, List.of(), List.of(), Effects.NONE);
  }

  /** A page or fragment that is there already. */
  public static HtmlArm html(CharSequence markup) {
    Objects.requireNonNull(markup, "markup");
    return html(() -> markup);
  }

  /**
   * A part of a page, rendered only when it is wanted: by {@code html(page).parts(part)} or {@code
   * html(page).also(part)}.
   *
   * @param id the id of the element that the part is
   * @param markup that element, or what is in it
   * @throws IllegalArgumentException when the id is not a letter followed by letters, digits, '-'
   *     and '_'
   */
  public static Fragment fragment(String id, Body<? extends CharSequence> markup) {
    return new Fragment(id, markup);
  }

  /** Data, computed only when it is chosen. */
  public static JsonArm json(Body<?> value) {
    Objects.requireNonNull(value, "value");
    return new JsonArm(value, Representation.JSON.contentType(), Effects.NONE);
  }

  /** Data that is there already: anything the application's JSON mapper can write. */
  public static JsonArm json(@Nullable Object value) {
    return json((Body<?>) () -> value);
  }

  /**
   * A problem for programs, with its status: {@code application/problem+json}. Beside an html(…)
   * arm it leaves the answer to that one when Silcrow.js asks and accepts HTML at all, because a
   * person reads it.
   */
  public static JsonArm problem(Problem problem) {
    Objects.requireNonNull(problem, "problem");
    Effects status = Effects.of(settled -> settled.status = problem.status());
    return new JsonArm(problem::tree, Problem.CONTENT_TYPE, status);
  }

  /**
   * A 303 to another page of this site.
   *
   * @throws IllegalArgumentException when the path does not start with one slash; see {@link
   *     #navigateExternal}
   */
  public static NavigateReply navigate(String path) {
    return new NavigateReply(SafePath.check("navigate", path), Effects.NONE);
  }

  /** The same as {@link #navigate}. */
  public static NavigateReply redirect(String path) {
    return new NavigateReply(SafePath.check("redirect", path), Effects.NONE);
  }

  /**
   * A 303 to another site. Never pass what a client sent without checking it against a list.
   *
   * @throws IllegalArgumentException when it is not an absolute http or https address
   */
  public static NavigateReply navigateExternal(URI address) {
    String scheme = address.getScheme();
    if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        || address.getHost() == null) {
      throw new IllegalArgumentException(
          "Expected an absolute http or https address but found '" + address + "'.");
    }
    return new NavigateReply(address.toASCIIString(), Effects.NONE);
  }

  /** A status without a body. */
  public static EmptyReply status(int code) {
    return new EmptyReply(HeaderText.checkStatus(code), Effects.NONE);
  }

  /** Modifiers for whichever arm is chosen. The arm's own win over them; toasts add up. */
  public static Effects shared() {
    return Effects.NONE;
  }
}
