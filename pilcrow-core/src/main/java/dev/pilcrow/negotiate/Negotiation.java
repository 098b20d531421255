package dev.pilcrow.negotiate;

/** Picks the representation to answer with. The tie and refusal rules live here only. */
public final class Negotiation {
  private Negotiation() {}

  /**
   * The representation to serve when both are on offer. HTML when the client accepts it at least as
   * much as JSON; JSON otherwise, so also for a client that accepts neither or says nothing.
   */
  public static Representation choose(Accept accept) {
    if (accept.saysNothing()) {
      return Representation.JSON;
    }
    int html = accept.quality(Representation.HTML);
    return html > 0 && html >= accept.quality(Representation.JSON)
        ? Representation.HTML
        : Representation.JSON;
  }

  /**
   * Whether to serve the only representation on offer. False only for a client that refuses it: it
   * gave it quality 0, or it accepts the other one and not this one.
   */
  public static boolean accepts(Accept accept, Representation only) {
    if (accept.quality(only) > 0) {
      return true;
    }
    Representation other = only == Representation.HTML ? Representation.JSON : Representation.HTML;
    return !accept.refuses(only) && accept.quality(other) == 0;
  }
}
