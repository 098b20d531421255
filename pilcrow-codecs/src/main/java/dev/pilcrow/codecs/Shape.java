package dev.pilcrow.codecs;

/** How records and the variants of sealed interfaces are laid out. */
enum Shape {
  /** Records are objects; a variant is the only field of one: {@code {"Moved":{"x":1}}}. */
  NAMED,
  /** Records are arrays; a variant as in NAMED. */
  POSITIONAL,
  /** Records are objects; a variant has a field {@code type}. */
  TYPE_TAGGED
}
