package dev.pilcrow.negotiate;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a client said it accepts. Immutable.
 *
 * <p>The most specific range that matches a representation decides its quality, whatever the order
 * (RFC 9110, 12.5.1). Types compare without case, qualities are clamped to 0…1, members that are
 * not media ranges are dropped. A request without Accept, or with a blank one, accepts everything.
 * At most 64 members and 8 KiB are read; what comes after them counts as not said.
 */
public final class Accept {
  private static final Accept ANYTHING = new AcceptParser().result();

  private final int html;
  private final int json;

  /** Qualities in thousandths; {@link AcceptParser#UNSAID} where nothing was said. */
  Accept(int html, int json) {
    this.html = html;
    this.json = json;
  }

  /** Parses one header value; null means the header was absent. Never throws. */
  public static Accept parse(@Nullable String header) {
    if (header == null) {
      return ANYTHING;
    }
    Recent recent = Recent.find(header);
    if (recent != null) {
      return recent.accept;
    }
    AcceptParser parser = new AcceptParser();
    parser.line(header);
    return Recent.keep(header, parser.result());
  }

  /** Parses the header's lines as if they were one list; no lines mean the header was absent. */
  public static Accept parseLines(List<String> lines) {
    if (lines.size() == 1) {
      return parse(lines.get(0));
    }
    AcceptParser parser = new AcceptParser();
    for (String line : lines) {
      parser.line(line);
    }
    return parser.result();
  }

  /** How much the client wants this representation, from 0 (not at all) to 1000. */
  public int quality(Representation representation) {
    return saysNothing() ? 1000 : Math.max(0, said(representation));
  }

  /** Whether the client named this representation, or a range holding it, with quality 0. */
  public boolean refuses(Representation representation) {
    return said(representation) == 0;
  }

  /** Whether the client expressed no wish at all about any representation. */
  boolean saysNothing() {
    return html == AcceptParser.BLANK;
  }

  private int said(Representation representation) {
    return representation == Representation.HTML ? html : json;
  }

  /**
   * Headers parsed before. Browsers send one of a handful, on every request. Races are harmless: an
   * entry is immutable, and the worst outcome is parsing again.
   */
  private record Recent(String header, Accept accept) {
    private static final int SLOTS = 64;
    private static final int MAX_LENGTH = 512;
    private static final AtomicReferenceArray<@Nullable Recent> ENTRIES =
        new AtomicReferenceArray<>(SLOTS);

    static @Nullable Recent find(String header) {
      Recent entry = ENTRIES.getAcquire(slot(header));
      return entry != null && entry.header.equals(header) ? entry : null;
    }

    static Accept keep(String header, Accept accept) {
      if (header.length() <= MAX_LENGTH) {
        ENTRIES.setRelease(slot(header), new Recent(header, accept));
      }
      return accept;
    }

    private static int slot(String header) {
      int hash = header.hashCode();
      return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
  }
}
