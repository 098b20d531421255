package dev.pilcrow.response;

/** What a handler answers with. Immutable; replies without a lazy body may be kept as constants. */
public sealed interface Reply permits Arm, NavigateReply, EmptyReply {
  /** The modifiers on this reply. */
  Effects effects();
}
