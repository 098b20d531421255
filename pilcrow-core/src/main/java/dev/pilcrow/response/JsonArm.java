package dev.pilcrow.response;

import dev.pilcrow.negotiate.Representation;

/** Data, computed only when this arm is chosen. */
public final class JsonArm implements Arm, Modifiers<JsonArm> {
  private final Body<?> body;
  private final String contentType;
  private final Effects effects;

  JsonArm(Body<?> body, String contentType, Effects effects) {
    this.body = body;
    this.contentType = contentType;
    this.effects = effects;
  }

  String contentType() {
    return contentType;
  }

  /** Whether this says what went wrong, instead of being what was asked for. */
  boolean isProblem() {
    return contentType.equals(Problem.CONTENT_TYPE);
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
    return new JsonArm(body, contentType, effects.plus(more));
  }
}
