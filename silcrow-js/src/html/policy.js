/** Words separated by blanks, as a set. */
export const words = (text) => new Set(text.split(" "));

/** Code, other documents, and elements whose content is parsed by other rules than it is read. */
const DROPPED = words("script style base meta link iframe frame frameset object embed applet"
  + " noscript noembed noframes xmp plaintext listing fencedframe portal foreignobject handler"
  + " listener");

/** SVG elements that change an attribute of another one. */
const ANIMATIONS = words("animate set animatetransform animatemotion");

/** Whether markup may not bring this element (lower-case name). */
export const isDropped = (tag) => DROPPED.has(tag);

/** Whether this element animates. */
export const isAnimation = (tag) => ANIMATIONS.has(tag);

/** Whether this element would load or run what is bound to it. */
export const isCode = (tag) => DROPPED.has(tag) || ANIMATIONS.has(tag);
