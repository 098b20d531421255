package dev.pilcrow.javalin;

import java.util.Enumeration;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * Names a response by its content, so that a client that has it need not get it again. Weak,
 * because compression comes later.
 *
 * <p>Two checksums by different polynomials: 64 bits that differ for what changed by chance. Who
 * makes two of the own contents agree keeps the older one in caches that have it.
 */
final class EntityTag {
  private static final long FNV_PRIME = 0x100000001b3L;

  private EntityTag() {}

  /**
   * The tag of a body, of its type, and of the modifiers beside it: a cache would repeat them with
   * it, and browsers ask with the tag of one representation for another.
   */
  static String of(byte[] body, String type, Map<String, String> headers) {
    Checksum ieee = new CRC32();
    Checksum castagnoli = new CRC32C();
    ieee.update(body);
    castagnoli.update(body);
    long hash = mix((ieee.getValue() << 32 | castagnoli.getValue()) ^ body.length, type);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      hash = mix(mix(hash, header.getKey()), header.getValue());
    }
    return "W/\"" + Long.toHexString(hash) + '"';
  }

  /** A text that is short, as FNV-1a has it; its end counts as well. */
  private static long mix(long hash, String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
    }
    return (mixed ^ 0xffff) * FNV_PRIME;
  }

  /**
   * Whether the request's If-None-Match lines name the tag, by the weak comparison of RFC 9110,
   * 8.8.3.2.
   */
  static boolean matches(Enumeration<String> lines, String tag) {
    String opaque = opaque(tag);
    while (lines.hasMoreElements()) {
      String line = lines.nextElement().trim();
      if (line.equals("*")) {
        return true;
      }
      int end = -1;
      for (int start = line.indexOf('"'); start >= 0; start = line.indexOf('"', end + 1)) {
        end = line.indexOf('"', start + 1);
        if (end < 0) {
          break;
        }
        if (line.substring(start, end + 1).equals(opaque)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
