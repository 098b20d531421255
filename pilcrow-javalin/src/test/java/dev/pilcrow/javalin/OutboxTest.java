package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.event.EventCodec;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.hub.Cursor;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Outlet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes into the next frame of one connection. */
class OutboxTest {
  private static final int LARGE = 65_536;

  private final EventCodec codec = EventCodec.lenient();
  private final Hub hub = new Hub(codec, new Hub.Limits(10, 50, 1 << 20));
  private final Outbox outbox = new Outbox(4, 1_000);
  private final Outlet outlet = new Reading(outbox);

  /** What a connection passes on to its outbox. */
  private record Reading(Outbox box) implements Outlet {
    @Override
    public void attach(Cursor cursor) {
      box.attach(cursor);
    }

    @Override
    public void detach(Cursor cursor) {
      box.detach(cursor);
    }

    @Override
    public void wake() {}
  }

  private EncodedEvent event(String name) {
    return codec.encode(WsEvent.navigate("/" + name));
  }

  private void publish(String topic, String name) {
    hub.topic(topic).publish(WsEvent.navigate("/" + name));
  }

  /** The names in the next write, in order; empty when there is none. */
  private List<String> next(int size) {
    Batch batch = outbox.next(size);
    return batch == null ? List.of() : names(batch);
  }

  private static List<String> names(Batch batch) {
    List<String> names = new ArrayList<>();
    String text =
        StandardCharsets.UTF_8.decode(EncodedEvent.join(batch.frames(), false)).toString();
    for (int at = text.indexOf("\"/"); at >= 0; at = text.indexOf("\"/", at + 1)) {
      names.add(text.substring(at + 2, text.indexOf('"', at + 2)));
    }
    assertThat(names).hasSize(batch.events());
    return names;
  }

  @Test
  void whatWaitsGoesIntoOneFrameAndOneByOneWithoutCoalescing() {
    outbox.offer(event("a"));
    outbox.offer(event("b"));
    assertThat(next(LARGE)).containsExactly("a", "b");
    assertThat(next(LARGE)).isEmpty();
    outbox.offer(event("c"));
    outbox.offer(event("d"));
    assertThat(next(1)).containsExactly("c");
    assertThat(next(1)).containsExactly("d");
    assertThat(next(1)).isEmpty();
  }

  @Test
  void aFrameIsBoundedAndOneEventGoesWhateverItsSize() {
    int one = event("a").size();
    outbox.offer(event("a"));
    outbox.offer(event("b"));
    outbox.offer(event("c"));
    assertThat(next(2 * one)).containsExactly("a", "b");
    assertThat(next(one - 1)).containsExactly("c");
    hub.topic("t").subscribe(outlet);
    publish("t", "d");
    publish("t", "e");
    assertThat(Objects.requireNonNull(outbox.next(one + 1)).more()).isTrue();
    assertThat(Objects.requireNonNull(outbox.next(LARGE)).more()).isFalse();
  }

  @Test
  void whatWasSentBeforeSubscribingGoesFirst() {
    var before = hub.topic("t").position();
    publish("t", "topic");
    outbox.offer(event("direct1"));
    outbox.offer(event("direct2"));
    hub.topic("t").subscribe(outlet, before);
    outbox.offer(event("direct3"));
    assertThat(next(1)).containsExactly("direct1");
    publish("t", "topic2");
    assertThat(next(1)).containsExactly("direct2");
    assertThat(next(LARGE)).containsExactlyInAnyOrder("direct3", "topic", "topic2");
  }

  @Test
  void aCloseWaitsForWhatTopicsHoldAndNotForWhatComesLater() {
    hub.topic("active").subscribe(outlet);
    assertThat(next(LARGE)).isEmpty();
    var before = hub.topic("queued").position();
    outbox.offer(event("direct"));
    hub.topic("queued").subscribe(outlet, before);
    publish("active", "a");
    publish("queued", "b");
    outbox.close(false).forEach(Cursor::end);
    publish("active", "later");
    publish("queued", "later");
    List<String> written = new ArrayList<>();
    List<String> frame = next(1);
    while (!frame.isEmpty()) {
      written.addAll(frame);
      frame = next(1);
    }
    assertThat(written)
        .containsExactlyInAnyOrder("direct", "a", "b")
        .containsSubsequence("direct", "b");
    assertThat(hub.topic("active").subscribers()).isZero();
  }

  @Test
  void noTopicStarvesAnother() {
    hub.topic("busy").subscribe(outlet);
    hub.topic("quiet").subscribe(outlet);
    publish("quiet", "quiet");
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      publish("busy", "busy" + i);
      seen.addAll(next(1));
    }
    assertThat(seen).contains("quiet");
  }

  @Test
  void neitherTopicsNorDirectMessagesStarveTheOther() {
    hub.topic("t").subscribe(outlet);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      outbox.offer(event("direct"));
      publish("t", "topic");
      seen.addAll(next(1));
    }
    assertThat(seen).contains("direct", "topic");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void whateverTheOrderOfThingsNothingIsLostOrDoubled(int size) {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Outbox box = new Outbox(1_000, 1_000_000);
      Outlet reader = new Reading(box);
      List<String> expected = new ArrayList<>();
      List<String> seen = new ArrayList<>();
      boolean[] subscribed = new boolean[2];
      for (int step = 0; step < 40; step++) {
        String name = seed + "-" + step;
        int topic = random.nextInt(2);
        switch (random.nextInt(5)) {
          case 0 -> {
            box.offer(event("d" + name));
            expected.add("d" + name);
          }
          case 1 -> box.offerControl(ControlFrames.PING);
          case 2 -> {
            hub.topic("r" + topic).subscribe(reader);
            subscribed[topic] = true;
          }
          case 3 -> {
            publish("r" + topic, topic + name);
            if (subscribed[topic]) {
              expected.add(topic + name);
            }
          }
          default -> drain(box, size, seen);
        }
      }
      drain(box, size, seen);
      assertThat(seen).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
      for (String source : List.of("d", "0", "1")) {
        assertThat(from(seen, source)).as("seed %d", seed).isEqualTo(from(expected, source));
      }
    }
  }

  private static List<String> from(List<String> names, String source) {
    return names.stream().filter(name -> name.startsWith(source)).toList();
  }

  /** Takes what there is, as a writer does: after a batch that took all it does not look again. */
  private static void drain(Outbox box, int size, List<String> seen) {
    Batch batch = box.next(size);
    while (batch != null) {
      assertThat(batch.lagged()).isFalse();
      seen.addAll(names(batch));
      batch = batch.more() ? box.next(size) : null;
    }
  }

  @Test
  void aPingBeginsAWriteSinceItWouldOvertakeWhatIsBeforeIt() {
    EncodedEvent message = EncodedEvent.message(2, ByteBuffer.allocate(10));
    EncodedEvent ping = EncodedEvent.message(9, ByteBuffer.allocate(1));
    for (EncodedEvent event : List.of(message, message, ping, message)) {
      outbox.offer(event);
    }
    Batch first = Objects.requireNonNull(outbox.next(LARGE));
    assertThat(first.frames()).containsExactly(message, message);
    assertThat(first.more()).isTrue();
    assertThat(Objects.requireNonNull(outbox.next(LARGE)).frames()).containsExactly(ping, message);
  }

  @Test
  void anEndedSubscriptionIsNotRead() {
    var queued = hub.topic("queued").subscribe(outlet);
    publish("queued", "missed");
    queued.close();
    assertThat(next(LARGE)).isEmpty();
    var active = hub.topic("active").subscribe(outlet);
    publish("active", "seen");
    assertThat(next(LARGE)).containsExactly("seen");
    publish("active", "missed");
    active.close();
    assertThat(next(LARGE)).isEmpty();
  }

  @Test
  void aReaderThatTheLogHasMovedPastIsToldSo() {
    hub.topic("t").subscribe(outlet);
    for (int i = 0; i < 51; i++) {
      publish("t", "n" + i);
    }
    assertThat(Objects.requireNonNull(outbox.next(LARGE)).lagged()).isTrue();
  }

  @Test
  void aControlFrameGoesAloneAndInItsPlace() {
    EncodedEvent control = ControlFrames.drain(5);
    outbox.offer(event("a"));
    outbox.offerControl(control);
    outbox.offer(event("b"));
    assertThat(next(LARGE)).containsExactly("a");
    Batch alone = Objects.requireNonNull(outbox.next(LARGE));
    assertThat(alone.events()).isZero();
    assertThat(alone.frames()).containsExactly(control);
    assertThat(next(LARGE)).containsExactly("b");
  }

  @Test
  void onlyTheNewestOfAPlaceGoesAndOfManyPlacesEach() {
    Outbox.Latest gauge = new Outbox.Latest();
    Outbox.Latest price = new Outbox.Latest();
    outbox.put(gauge, event("g1"));
    outbox.offer(event("direct"));
    outbox.put(price, event("p1"));
    outbox.put(gauge, event("g2"));
    outbox.put(gauge, event("g3"));
    assertThat(next(LARGE)).containsExactly("g3", "direct", "p1");
    assertThat(next(LARGE)).isEmpty();
    for (int i = 0; i < 1_000; i++) {
      assertThat(outbox.put(gauge, event("n" + i))).isEqualTo(Outbox.Offer.QUEUED);
    }
    assertThat(next(LARGE)).containsExactly("n999");
    outbox.put(gauge, event("last"));
    outbox.close(false);
    assertThat(outbox.put(gauge, event("late"))).isEqualTo(Outbox.Offer.CLOSED);
    assertThat(next(LARGE)).containsExactly("last");
  }

  @Test
  void theQueueIsBoundedByMessagesAndBytesAndTopicsDoNotFillIt() {
    for (int i = 0; i < 4; i++) {
      assertThat(outbox.offer(event("n" + i))).isEqualTo(Outbox.Offer.QUEUED);
    }
    assertThat(outbox.offer(event("n4"))).isEqualTo(Outbox.Offer.FULL);
    assertThat(next(LARGE)).hasSize(4);
    EncodedEvent large = event("x".repeat(2_000));
    assertThat(outbox.offer(large)).isEqualTo(Outbox.Offer.QUEUED);
    assertThat(outbox.offer(event("small"))).isEqualTo(Outbox.Offer.FULL);
    hub.topic("t").subscribe(outlet);
    publish("t", "topic");
    List<String> rest = new ArrayList<>(next(1));
    rest.addAll(next(1));
    assertThat(rest).contains("topic").hasSize(2);
  }

  @Test
  void aClosedOutboxTakesNothingAndGivesWhatItHasUnlessDiscarded() {
    outbox.offer(event("a"));
    outbox.close(false);
    assertThat(outbox.offer(event("b"))).isEqualTo(Outbox.Offer.CLOSED);
    assertThat(next(LARGE)).containsExactly("a");
    Outbox other = new Outbox(4, 1_000);
    other.offer(event("a"));
    other.close(true);
    assertThat(other.next(LARGE)).isNull();
  }
}
