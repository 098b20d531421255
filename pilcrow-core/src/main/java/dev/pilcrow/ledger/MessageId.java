package dev.pilcrow.ledger;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What names one message of one client, however often it is sent: {@code <client>:<number>}.
 *
 * @param client 128 random bits as 22 base64url characters. Whoever knows it can speak for the
 *     client; it is shown to nobody else
 * @param number contiguous from 1
 */
public record MessageId(String client, long number) {
  /** The largest number, which JavaScript still counts exactly. */
  public static final long MAX_NUMBER = (1L << 53) - 1;

  private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,15}");

  /** Checks both parts. */
  public MessageId {
    if (!CLIENT.matcher(client).matches() || number < 1 || number > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "Expected a client of 22 base64url characters and a number from 1 to 2^53-1 but found "
              + client.length()
              + " characters and "
              + number
              + ".");
    }
  }

  /** Reads the wire form, or returns empty when the text is anything else. */
  public static Optional<MessageId> parse(String text) {
    if (text.length() < 24 || text.length() > 39 || text.charAt(22) != ':') {
      return Optional.empty();
    }
    String client = text.substring(0, 22);
    String digits = text.substring(23);
    if (!CLIENT.matcher(client).matches() || !NUMBER.matcher(digits).matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(digits);
    return number > MAX_NUMBER ? Optional.empty() : Optional.of(new MessageId(client, number));
  }

  /** The wire form. */
  @Override
  public String toString() {
    return client + ":" + number;
  }
}
