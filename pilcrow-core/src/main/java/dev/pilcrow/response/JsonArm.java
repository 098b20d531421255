package dev.pilcrow.response;

import dev.pilcrow.negotiate.Representation;

/** Data, computed only when this arm is chosen. */
public final class JsonArm implements Arm, Modifiers<JsonArm> {
  private final Body<?> body;
  private final Effects effects;

  JsonArm(Body<?> body, Effects effects) {
    this.body = body;
    this.effects = effects;
  }

  Body<?> body() {
    return body;
  }

  @Override
  public Representation representation() {
    return Representation.JSON;
  }

  @Override
  public Effects effects() {
    return effects;
  }

  @Override
  public JsonArm with(Effects more) {
    return new JsonArm(body, effects.plus(more));
  }
}
