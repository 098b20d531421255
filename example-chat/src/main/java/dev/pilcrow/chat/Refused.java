package dev.pilcrow.chat;

/** What a person asked for cannot be done; the message is for them. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  Refused(String message) {
    super(message, null, false, false);
  }
}
