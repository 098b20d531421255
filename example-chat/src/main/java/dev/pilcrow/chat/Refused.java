package dev.pilcrow.chat;

/** What a person asked for cannot be done; the message is for them. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;

  Refused(String message) {
    super(message, null, false, false);
    this.why = message;
  }

  /** The message. */
  String why() {
    return why;
  }
}
