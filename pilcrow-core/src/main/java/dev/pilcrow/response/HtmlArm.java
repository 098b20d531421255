package dev.pilcrow.response;

import dev.pilcrow.negotiate.Representation;

/** A page or fragment, rendered only when this arm is chosen. */
public final class HtmlArm implements Arm, Modifiers<HtmlArm> {
  private final Body<? extends CharSequence> body;
  private final Effects effects;

  HtmlArm(Body<? extends CharSequence> body, Effects effects) {
    this.body = body;
    this.effects = effects;
  }

  Body<? extends CharSequence> body() {
    return body;
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
    return new HtmlArm(body, effects.plus(more));
  }
}
