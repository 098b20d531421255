package dev.pilcrow.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Decoded;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Cursor;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.hub.TypedOutlet;
import dev.pilcrow.hub.TypedTopic;
import dev.pilcrow.route.WsRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the connections of a typed channel hear of each other on several nodes. */
class TypedTopicsTest {
  record Pointer(String who, int x) {}

  private static final WsRoute ROUTE = WsRoute.of("/ws/pointers/{room}");
  private static final WsChannel<Pointer, Pointer> CHANNEL = channel(Codecs.json(), Codecs.cbor());

  private static TestRedis redis;
  private Node a;
  private Node b;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void connect() {
    RedisSettings settings = redis.settings();
    a = new Node(settings);
    b = new Node(settings);
  }

  @AfterEach
  void close() {
    a.close();
    b.close();
  }

  private static WsChannel<Pointer, Pointer> channel(WireFormat first, WireFormat second) {
    return WsChannel.of(ROUTE, first, Pointer.class, Pointer.class).or(second);
  }

  /** A connection of the channel: reads what comes in its own format, as a client does. */
  private static final class Reader implements TypedOutlet<Pointer>, Outlet {
    private final WsChannel<Pointer, Pointer> channel;
    private final int wire;
    private final List<Cursor> cursors = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Pointer> heard = new LinkedBlockingQueue<>();

    Reader(WsChannel<Pointer, Pointer> channel, int wire) {
      this.channel = channel;
      this.wire = wire;
    }

    @Override
    public Outlet outlet(WsChannel<?, Pointer> other) {
      return this;
    }

    @Override
    public void attach(Cursor cursor) {
      cursors.add(cursor);
    }

    @Override
    public void detach(Cursor cursor) {
      cursors.remove(cursor);
    }

    @Override
    public synchronized void wake() {
      for (Cursor cursor : cursors) {
        for (EncodedEvent event : cursor.poll(Integer.MAX_VALUE).events()) {
          var format = channel.wires().get(wire);
          EncodedEvent frame = TypedTopic.frame(event, channel, format);
          Decoded<Pointer> decoded = format.out().decode(frame.utf8());
          heard.add(((Decoded.Value<Pointer>) decoded).value());
        }
      }
    }

    Pointer next() throws InterruptedException {
      Pointer next = heard.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a message within 20 s").isNotNull();
      return next;
    }
  }

  @Test
  void readersOfTwoFormatsOnTwoNodesHearAllInOneOrder() throws Exception {
    TypedTopic<Pointer> here = a.hub().topic("7", CHANNEL);
    TypedTopic<Pointer> there = b.hub().topic("7", CHANNEL);
    List<Reader> readers = new ArrayList<>();
    for (TypedTopic<Pointer> topic : List.of(here, there)) {
      for (int wire = 0; wire < 2; wire++) {
        var reader = new Reader(CHANNEL, wire);
        topic.subscribe(reader);
        readers.add(reader);
      }
    }
    Thread other =
        new Thread(
            () -> {
              for (int x = 0; x < 50; x++) {
                there.publish(new Pointer("Zoë", x));
              }
            });
    other.start();
    for (int x = 0; x < 50; x++) {
      here.publish(new Pointer("Bob \"😀\"", x));
    }
    other.join();
    List<List<Pointer>> heard = new ArrayList<>();
    for (Reader reader : readers) {
      List<Pointer> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(reader.next());
      }
      heard.add(all);
    }
    assertThat(heard.get(0)).doesNotHaveDuplicates().hasSize(100);
    assertThat(heard).allMatch(heard.get(0)::equals);
  }

  @Test
  void theSenderOnOneNodeIsLeftOutAndSoAreOtherRooms() throws Exception {
    var sender = new Reader(CHANNEL, 0);
    var receiver = new Reader(CHANNEL, 1);
    var elsewhere = new Reader(CHANNEL, 1);
    a.hub().topic("7", CHANNEL).subscribe(sender);
    b.hub().topic("7", CHANNEL).subscribe(receiver);
    b.hub().topic("8", CHANNEL).subscribe(elsewhere);
    a.hub().topic("7", CHANNEL).publish(new Pointer("Ann", 1), sender);
    b.hub().topic("7", CHANNEL).publish(new Pointer("Bob", 2));
    b.hub().topic("8", CHANNEL).publish(new Pointer("Cleo", 3));
    assertThat(sender.next()).isEqualTo(new Pointer("Bob", 2));
    assertThat(receiver.next()).isEqualTo(new Pointer("Ann", 1));
    assertThat(receiver.next()).isEqualTo(new Pointer("Bob", 2));
    assertThat(elsewhere.next()).isEqualTo(new Pointer("Cleo", 3));
  }

  @Test
  void nodesThatNameTheFormatsInAnotherOrderUnderstandEachOther() throws Exception {
    var turned = channel(Codecs.cbor(), Codecs.json());
    var json = new Reader(CHANNEL, 0);
    var cbor = new Reader(turned, 0);
    a.hub().topic("7", CHANNEL).subscribe(json);
    b.hub().topic("7", turned).subscribe(cbor);
    a.hub().topic("7", CHANNEL).publish(new Pointer("Ann", 1));
    assertThat(cbor.next()).isEqualTo(new Pointer("Ann", 1));
    b.hub().topic("7", turned).publish(new Pointer("Bob", 2));
    assertThat(json.next()).isEqualTo(new Pointer("Ann", 1));
    assertThat(json.next()).isEqualTo(new Pointer("Bob", 2));
  }
}
