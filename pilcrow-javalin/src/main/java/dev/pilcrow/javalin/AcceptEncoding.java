package dev.pilcrow.javalin;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Picks a content coding by the Accept-Encoding header (RFC 9110, 12.5.3). */
final class AcceptEncoding {
  private static final String IDENTITY = "identity";
  private static final int MAX_LENGTH = 1024;

  private AcceptEncoding() {}

  /**
   * The coding with the highest quality, of equal ones the first on offer. Identity when nothing
   * else is wanted, even if it was refused too: a script that arrives beats none.
   */
  static String choose(@Nullable String header, Set<String> offered) {
    if (header == null || header.length() > MAX_LENGTH) {
      return IDENTITY;
    }
    String best = IDENTITY;
    double bestQuality = quality(header, IDENTITY);
    boolean found = false;
    for (String coding : offered) {
      double quality = coding.equals(IDENTITY) ? 0 : quality(header, coding);
      if (quality > 0 && (quality > bestQuality || (!found && quality == bestQuality))) {
        best = coding;
        bestQuality = quality;
        found = true;
      }
    }
    return best;
  }

  /** Unnamed codings have the quality of {@code *}; identity without either is just acceptable. */
  private static double quality(String header, String coding) {
    double any = coding.equals(IDENTITY) ? 1e-9 : 0;
    for (String member : header.split(",", -1)) {
      String[] parts = member.split(";", 2);
      String name = parts[0].trim();
      if (name.equalsIgnoreCase(coding)) {
        return weight(parts);
      }
      if (name.equals("*") && (!coding.equals(IDENTITY) || weight(parts) == 0)) {
        any = weight(parts);
      }
    }
    return any;
  }

  private static double weight(String[] parts) {
    if (parts.length < 2) {
      return 1;
    }
    String parameter = parts[1].trim();
    if (!parameter.regionMatches(true, 0, "q=", 0, 2)) {
      return 1;
    }
    try {
      return Math.min(1, Math.max(0, Double.parseDouble(parameter.substring(2).trim())));
    } catch (NumberFormatException nonsense) {
      return 0;
    }
  }
}
