/** Words separated by blanks, as a set. */
export const words = (text) => new Set(text.split(" "));

/**
 * Code, other documents, and elements whose content is parsed by other rules than it is read. All of
 * them go with everything they hold.
 */
const DROPPED = words("script style base meta link iframe frame frameset object embed applet"
  + " noscript noembed noframes xmp plaintext listing fencedframe portal foreignobject handler"
  + " listener annotation-xml maction mglyph malignmark");

/** SVG elements that change an attribute of another one. */
const ANIMATIONS = words("animate set animatetransform animatemotion");

/** Attributes that run something, in lower case. No level of trust lets them in. */
const RUNNING = /^(?:on.*|srcdoc)$/;

/** Attributes that load, tell somebody, or change how the rest is read. */
const REFUSED = /^(?:nonce|ping|attributionsrc|shadowroot.*|xml:base|actiontype|s-trusted)$/;

/** Whether markup may not bring this element (lower-case name). */
export const isDropped = (tag) => DROPPED.has(tag);

/** Whether this element animates. */
export const isAnimation = (tag) => ANIMATIONS.has(tag);

/** Whether this element would load or run what is bound to it. */
export const isCode = (tag) => DROPPED.has(tag) || ANIMATIONS.has(tag);

/** Whether an attribute of this lower-case name runs something. */
export const isRunning = (name) => RUNNING.test(name);

/** Whether neither markup nor data may bring an attribute of this lower-case name. */
export const isRefused = (name) => RUNNING.test(name) || REFUSED.test(name);
