package dev.pilcrow.response;

import dev.pilcrow.negotiate.Representation;

/** A reply that takes part in content negotiation. */
public sealed interface Arm extends Reply permits HtmlArm, JsonArm {
  /** The representation this arm serves. */
  Representation representation();
}
