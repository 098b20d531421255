package dev.pilcrow.form;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of one value; each says what is wrong with it, or null. */
final class Checks {
  /** A pattern of the application's own may be slow, so it sees no more than this. */
  static final int LONGEST_MATCHED = 4_096;

  /** What HTML accepts in {@code <input type=email>}. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@"
              + "LABEL(?:\\.LABEL)*"
                  .replace("LABEL", "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"));

  private static final int LONGEST_EMAIL = 254;

  /** Plain digits only: an exponent would make a small text a huge number. */
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(?:\\.\\d{1,20})?");

  private Checks() {}

  static @Nullable String required(String value) {
    return value.isEmpty() ? "Please fill in this field." : null;
  }

  static @Nullable String length(String value, int min, int max) {
    int length = value.codePointCount(0, value.length());
    if (length >= min && length <= max) {
      return null;
    }
    return length > max
        ? "Please use at most %,d characters; these are %,d.".formatted(max, length)
        : "Please use at least %,d characters; these are %,d.".formatted(min, length);
  }

  static boolean matches(String value, Pattern pattern) {
    return value.length() <= LONGEST_MATCHED && pattern.matcher(value).matches();
  }

  static @Nullable String email(String value) {
    return value.length() <= LONGEST_EMAIL && EMAIL.matcher(value).matches()
        ? null
        : "Please enter an e-mail address such as name@example.org.";
  }

  static @Nullable String wholeNumber(String value, long min, long max) {
    boolean whole = NUMBER.matcher(value).matches() && value.indexOf('.') < 0;
    return whole && isBetween(value, BigDecimal.valueOf(min), BigDecimal.valueOf(max))
        ? null
        : "Please enter a whole number from %d to %d.".formatted(min, max);
  }

  static @Nullable String number(String value, BigDecimal min, BigDecimal max) {
    return NUMBER.matcher(value).matches() && isBetween(value, min, max)
        ? null
        : "Please enter a number from %s to %s."
            .formatted(min.toPlainString(), max.toPlainString());
  }

  private static boolean isBetween(String value, BigDecimal min, BigDecimal max) {
    BigDecimal number = new BigDecimal(value);
    return number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
  }
}
