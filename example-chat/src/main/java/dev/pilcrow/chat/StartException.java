package dev.pilcrow.chat;

/** The chat cannot start; the message is one line that says why and what to do. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  StartException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  StartException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** What the process should exit with: 2 for a wrong setting, 1 for anything else. */
  public int exitCode() {
    return exitCode;
  }
}
