package dev.pilcrow.response;

import dev.pilcrow.event.Swap;
import dev.pilcrow.negotiate.Representation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A page or fragment, rendered only when this arm is chosen. */
public final class HtmlArm implements Arm, Modifiers<HtmlArm> {
  private final Body<? extends CharSequence> body;
  private final List<Fragment> parts;
  private final List<Also> also;
  private final Effects effects;

  HtmlArm(
      Body<? extends CharSequence> body, List<Fragment> parts, List<Also> also, Effects effects) {
    this.body = body;
    this.parts = parts;
    this.also = also;
    this.effects = effects;
  }

  Body<? extends CharSequence> body() {
    return body;
  }

  List<Fragment> parts() {
    return parts;
  }

  List<Also> also() {
    return also;
  }

  /**
   * Renders only a part of the page for a request of the client whose target is that part's id. All
   * other requests get the page.
   */
  public HtmlArm parts(Fragment... fragments) {
    return new HtmlArm(body, plus(parts, List.of(fragments)), also, effects);
  }

  /**
   * Changes another element as well: what is in it becomes this markup. Rendered only for requests
   * of the client, after the body; documents are left as they are. Several are put in in order.
   *
   * @throws IllegalArgumentException when the selector is blank or holds control characters
   */
  public HtmlArm also(Body<? extends CharSequence> markup, String target) {
    return also(markup, target, Swap.INNER);
  }

  /** The same, with markup that is there already. */
  public HtmlArm also(CharSequence markup, String target) {
    Objects.requireNonNull(markup, "markup");
    return also(() -> markup, target);
  }

  /** The same, with markup that meets its target in another way. */
  public HtmlArm also(Body<? extends CharSequence> markup, String target, Swap swap) {
    return new HtmlArm(body, parts, plus(also, List.of(new Also(markup, target, swap))), effects);
  }

  /** Changes the element that a fragment renders as well. */
  public HtmlArm also(Fragment fragment) {
    return also(fragment::answer, fragment.selector());
  }

  @Override
  public Representation representation() {
    return Representation.HTML;
  }

  @Override
  public Effects effects() {
    return effects;
  }

  @Override
  public HtmlArm with(Effects more) {
    return new HtmlArm(body, parts, also, effects.plus(more));
  }

  private static <T> List<T> plus(List<T> list, List<T> more) {
    return list.isEmpty() ? more : Stream.concat(list.stream(), more.stream()).toList();
  }
}
