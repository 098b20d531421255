package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class LineTest {
  private static final Line.Viewer ADA = new Line.Viewer("ada", ZoneId.of("UTC"), 10);

  @Test
  void consecutiveMessagesOfOnePersonAreAGroup() {
    Message first = message(1, "bob", "2026-03-14T09:00:00Z");
    assertThat(Line.of(first, null, ADA).grouped()).isFalse();
    assertThat(Line.of(message(2, "bob", "2026-03-14T09:04:59Z"), first, ADA).grouped()).isTrue();
    assertThat(Line.of(message(2, "bob", "2026-03-14T09:05:00Z"), first, ADA).grouped()).isFalse();
    assertThat(Line.of(message(2, "eve", "2026-03-14T09:00:01Z"), first, ADA).grouped()).isFalse();
  }

  @Test
  void aDayStartsWhereTheViewerIs() {
    Message late = message(1, "bob", "2026-03-14T22:30:00Z");
    Message later = message(2, "bob", "2026-03-14T23:30:00Z");
    assertThat(Line.of(later, late, ADA).day()).isNull();
    Line inBerlin = Line.of(later, late, new Line.Viewer("ada", ZoneId.of("Europe/Berlin"), 10));
    assertThat(inBerlin.day()).isEqualTo(new Line.Day("2026-03-15", "Sunday, 15 March 2026"));
    assertThat(inBerlin.time()).isEqualTo("00:30");
    assertThat(inBerlin.grouped()).isFalse();
  }

  @Test
  void whatIsUnreadStartsOnceAndNeverWithOnesOwn() {
    Message read = message(10, "bob", "2026-03-14T09:00:00Z");
    Message fresh = message(11, "bob", "2026-03-14T09:00:01Z");
    assertThat(Line.of(fresh, read, ADA).firstUnread()).isTrue();
    assertThat(Line.of(message(12, "bob", "2026-03-14T09:00:02Z"), fresh, ADA).firstUnread())
        .isFalse();
    assertThat(Line.of(message(11, "ada", "2026-03-14T09:00:01Z"), read, ADA).firstUnread())
        .isFalse();
    assertThat(Line.of(fresh, read, Line.Viewer.ANYONE).firstUnread()).isFalse();
  }

  private static Message message(long id, String author, String at) {
    return new Message(id, new Person(author, author), "text", Instant.parse(at));
  }
}
