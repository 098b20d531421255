package dev.pilcrow.response;

/** A 303 to another page. Toasts on it are shown by the page it leads to. */
public final class NavigateReply implements Reply, Modifiers<NavigateReply> {
  private final String location;
  private final Effects effects;

  NavigateReply(String location, Effects effects) {
    this.location = location;
    this.effects = effects;
  }

  String location() {
    return location;
  }

  @Override
  public Effects effects() {
    return effects;
  }

  @Override
  public NavigateReply with(Effects more) {
    return new NavigateReply(location, effects.plus(more));
  }
}
