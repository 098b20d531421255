package dev.pilcrow.chat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message on a page.
 *
 * @param text as typed
 * @param html the text as safe HTML
 * @param day the day, if the message is the first of it
 * @param time the time of day
 * @param grouped whether it follows another of the same author closely
 * @param mine whether the viewer wrote it
 * @param firstUnread whether what the viewer has not read starts here
 */
public record Line(
    long id,
    Person author,
    String text,
    String html,
    Instant sentAt,
    @Nullable Day day,
    String time,
    boolean grouped,
    boolean mine,
    boolean firstUnread) {

  private static final long GROUP_SECONDS = 5 * 60;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

  /** A day, for machines and people. */
  public record Day(String iso, String label) {}

  /**
   * Who looks, from where, and how far they have read. Nobody in particular reads as {@link
   * #ANYONE}.
   */
  record Viewer(String personId, ZoneId zone, long lastRead) {
    static final Viewer ANYONE = new Viewer("", ZoneId.of("UTC"), Long.MAX_VALUE);
  }

  /** The line of a message that follows another, or none. */
  static Line of(Message message, @Nullable Message previous, Viewer viewer) {
    LocalDate day = day(message, viewer.zone());
    boolean newDay = previous == null || !day.equals(day(previous, viewer.zone()));
    boolean mine = message.author().id().equals(viewer.personId());
    boolean unread = !mine && message.id() > viewer.lastRead();
    boolean firstUnread = unread && (previous == null || previous.id() <= viewer.lastRead());
    boolean grouped =
        !newDay
            && !firstUnread
            && previous != null
            && previous.author().equals(message.author())
            && message.sentAt().getEpochSecond() - previous.sentAt().getEpochSecond()
                < GROUP_SECONDS;
    return new Line(
        message.id(),
        message.author(),
        message.text(),
        Markup.html(message.text()),
        message.sentAt(),
        newDay ? new Day(day.toString(), DAY.format(day)) : null,
        TIME.format(message.sentAt().atZone(viewer.zone())),
        grouped,
        mine,
        firstUnread);
  }

  private static LocalDate day(Message message, ZoneId zone) {
    return message.sentAt().atZone(zone).toLocalDate();
  }
}
