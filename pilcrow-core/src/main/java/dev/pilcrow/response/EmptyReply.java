package dev.pilcrow.response;

/** A status without a body. */
public final class EmptyReply implements Reply, Modifiers<EmptyReply> {
  private final int code;
  private final Effects effects;

  EmptyReply(int code, Effects effects) {
    this.code = code;
    this.effects = effects;
  }

  int code() {
    return code;
  }

  @Override
  public Effects effects() {
    return effects;
  }

  @Override
  public EmptyReply with(Effects more) {
    return new EmptyReply(code, effects.plus(more));
  }
}
