package dev.pilcrow.chat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long ago something was, as people say it. */
record Ago(Instant now, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  /** The words, or empty for what never was. */
  String of(@Nullable Instant then) {
    if (then == null) {
      return "";
    }
    long minutes = Duration.between(then, now).toMinutes();
    if (minutes < 1) {
      return "just now";
    }
    if (minutes < 60) {
      return minutes + " min ago";
    }
    LocalDate day = then.atZone(zone).toLocalDate();
    LocalDate today = now.atZone(zone).toLocalDate();
    if (day.equals(today)) {
      return "at " + TIME.format(then.atZone(zone));
    }
    if (day.equals(today.minusDays(1))) {
      return "yesterday";
    }
    return "on " + (day.getYear() == today.getYear() ? DAY : YEAR).format(day);
  }
}
