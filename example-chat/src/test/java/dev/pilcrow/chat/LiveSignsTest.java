package dev.pilcrow.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.chat.Sign.Paused;
import dev.pilcrow.chat.Sign.Reading;
import dev.pilcrow.chat.Sign.Told;
import dev.pilcrow.chat.Sign.Writing;
import dev.pilcrow.client.SocketOptions;
import dev.pilcrow.client.TypedSocket;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.client.WsException;
import dev.pilcrow.ws.WsReceive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who writes and who has read what, between two people whose pages are open. */
class LiveSignsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private RunningChat chat;
  private WsClient client;
  private RunningChat.Visit ada;
  private RunningChat.Visit bob;
  private Socket pageOfAda;
  private Socket pageOfBob;
  private TypedSocket<Sign, Told> a;
  private TypedSocket<Sign, Told> b;
  private String adasId = "";
  private String bobsId = "";

  /** Ada has said something, and both have read it. */
  @BeforeEach
  void start() throws Exception {
    chat = new RunningChat();
    client = WsClient.to(chat.url());
    ada = chat.visit();
    bob = chat.visit();
    ada.post("/rooms/general/messages", Map.of("text", "hello"));
    ada.get("/rooms/general");
    bob.get("/rooms/general");
    pageOfAda = ada.socket("general");
    pageOfAda.awaitPatch("#online", "online", "1");
    pageOfBob = bob.socket("general");
    pageOfBob.awaitPatch("#online", "online", "2");
    Settled.await(chat.url());
    a = open(ada);
    Told ofBob = next(a);
    bobsId = ofBob.who();
    b = open(bob);
    Told ofAda = next(b);
    adasId = ofAda.who();
    assertThat(List.of(ofAda.sign(), ofBob.sign()))
        .as("how far the other has read comes first")
        .containsOnly(new Reading(1));
    assertThat(next(a)).as("and is told of who comes").isEqualTo(ofBob);
    // Bob may have come before Ada's coming was told, and so hear of it once more.
    a.send(new Writing());
    for (Told told = next(b); !told.sign().equals(new Writing()); told = next(b)) {
      assertThat(told).isEqualTo(ofAda);
    }
    a.send(new Paused());
    assertThat(next(a)).isEqualTo(new Told(adasId, new Paused())).isEqualTo(next(b));
  }

  @AfterEach
  void stop() {
    pageOfAda.close();
    pageOfBob.close();
    client.close();
    chat.close();
  }

  @Test
  void writingShowsToTheOthersAndNotToOneself() throws Exception {
    a.send(new Writing());
    assertThat(next(b)).isEqualTo(new Told(adasId, new Writing()));
    b.send(new Writing());
    assertThat(next(a)).isEqualTo(new Told(bobsId, new Writing()));
    a.send(new Paused());
    assertThat(next(b)).isEqualTo(new Told(adasId, new Paused()));
  }

  @Test
  void itEndsByItself() throws Exception {
    a.send(new Writing());
    assertThat(next(b).sign()).isEqualTo(new Writing());
    chat.clock.advance(Duration.ofSeconds(6));
    assertThat(next(b)).isEqualTo(new Told(adasId, new Paused()));
  }

  @Test
  void itEndsWithTheMessage() throws Exception {
    a.send(new Writing());
    assertThat(next(b).sign()).isEqualTo(new Writing());
    pageOfAda.send("chat", Map.of("text", "done"));
    assertThat(next(b)).isEqualTo(new Told(adasId, new Paused()));
  }

  @Test
  void itEndsWithThePageWhereSomebodyWrites() throws Exception {
    TypedSocket<Sign, Told> another = open(ada);
    assertThat(next(another).who()).isEqualTo(bobsId);
    assertThat(next(b)).isEqualTo(new Told(adasId, new Reading(1)));
    a.send(new Writing());
    assertThat(next(b).sign()).isEqualTo(new Writing());
    assertThat(next(another)).as("another tab").isEqualTo(new Told(adasId, new Writing()));
    another.close();
    a.send(new Paused());
    assertThat(next(b).sign()).isEqualTo(new Paused());
    a.send(new Writing());
    assertThat(next(b).sign()).isEqualTo(new Writing());
    a.close();
    assertThat(next(b)).isEqualTo(new Told(adasId, new Paused()));
  }

  @Test
  void whatIsSaidTooOftenIsToldOnce() throws Exception {
    for (int i = 0; i < 20; i++) {
      a.send(new Writing());
    }
    a.send(new Paused());
    a.send(new Paused());
    assertThat(next(b).sign()).isEqualTo(new Writing());
    assertThat(next(b).sign()).isEqualTo(new Paused());
    a.send(new Writing());
    assertThat(next(b).sign()).isEqualTo(new Writing());
  }

  @Test
  void whatSomebodyHasReadShowsToTheOthersAndCounts() throws Exception {
    ada.post("/rooms/general/messages", Map.of("text", "two"));
    ada.post("/rooms/general/messages", Map.of("text", "three"));
    assertThat(unreadOfBob()).isEqualTo(2);
    b.send(new Reading(2));
    assertThat(next(a)).isEqualTo(new Told(bobsId, new Reading(2)));
    b.send(new Reading(1));
    b.send(new Reading(2));
    assertThat(unreadOfBob()).isEqualTo(1);
    pageOfBob.send("seen", Map.of("message", 3));
    assertThat(next(a))
        .as("nothing twice, nor backwards")
        .isEqualTo(new Told(bobsId, new Reading(3)));
    assertThat(next(b))
        .as("a page without this channel")
        .isEqualTo(new Told(bobsId, new Reading(3)));
    assertThat(unreadOfBob()).isZero();
  }

  @Test
  void inACrowdNobodyIsToldWhoHasReadWhat() throws Exception {
    List<Socket> crowd = new ArrayList<>();
    try {
      for (int i = 0; i < Signs.CROWD - 1; i++) {
        crowd.add(Socket.open(chat.url(), "/ws/rooms/general", ""));
      }
      pageOfAda.awaitPatch("#online", "online", String.valueOf(Signs.CROWD + 1));
      ada.post("/rooms/general/messages", Map.of("text", "two"));
      b.send(new Reading(2));
      b.send(new Writing());
      assertThat(next(a)).isEqualTo(new Told(bobsId, new Writing()));
      assertThat(unreadOfBob()).isZero();
    } finally {
      crowd.forEach(Socket::close);
    }
  }

  @Test
  void aMessageThatIsNotThereClosesItsSocketAndNoOther() throws Exception {
    b.send(new Reading(2));
    assertThat(closeOf(b)).isEqualTo(1008);
    TypedSocket<Sign, Told> again = open(bob);
    assertThat(next(again)).isEqualTo(new Told(adasId, new Reading(1)));
    assertThat(next(a)).as("his place is what it was").isEqualTo(new Told(bobsId, new Reading(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{not json",
        "\"Shouting\"",
        "{\"Reading\":{\"message\":0}}",
        "{\"Reading\":{\"message\":\"1\"}}",
        "{\"Reading\":{}}",
        "{\"who\":\"x\",\"sign\":\"Writing\"}",
        "[[[[[[[[]]]]]]]]",
      })
  void whatIsNoSignIsPassedOverAndSixteenInARowCloseTheSocket(String nonsense) throws Exception {
    for (int i = 0; i < 15; i++) {
      b.sendRaw(new RawMessage.Text(nonsense));
    }
    b.send(new Writing());
    assertThat(next(a)).isEqualTo(new Told(bobsId, new Writing()));
    for (int i = 0; i < 16; i++) {
      b.sendRaw(new RawMessage.Text(nonsense));
    }
    assertThat(closeOf(b)).isEqualTo(1007);
    assertThat(next(a)).isEqualTo(new Told(bobsId, new Paused()));
  }

  @Test
  void aRoomThatIsNotThereClosesForGood() throws Exception {
    assertThat(closeOf(client.connect(Signs.CHANNEL.with("room", "nowhere"), ada.options())))
        .isEqualTo(4404);
  }

  @Test
  void anotherSiteGetsNoSocket() throws Exception {
    var foreign =
        client.connect(
            Signs.CHANNEL.with("room", "general"),
            SocketOptions.defaults().header("Origin", "https://evil.example"));
    foreign.connected().get();
    assertThat(foreign.failure())
        .get()
        .isInstanceOfSatisfying(
            WsException.Handshake.class, refused -> assertThat(refused.status()).isEqualTo(403));
  }

  private TypedSocket<Sign, Told> open(RunningChat.Visit visit) {
    return client.connect(Signs.CHANNEL.with("room", "general"), visit.options());
  }

  private int unreadOfBob() throws Exception {
    String json = bob.get("/rooms", "application/json").body();
    return JsonMapper.shared().readTree(json).at("/rooms/0/unread").asInt();
  }

  /** The next sign; fails if none comes. */
  static Told next(TypedSocket<Sign, Told> socket) throws Exception {
    Optional<WsReceive<Told>> next = socket.receive(PATIENCE);
    assertThat(next)
        .as("what comes within " + PATIENCE)
        .get()
        .isInstanceOf(WsReceive.Message.class);
    return ((WsReceive.Message<Told>) next.orElseThrow()).value();
  }

  private static int closeOf(TypedSocket<Sign, Told> socket) throws Exception {
    while (true) {
      Optional<WsReceive<Told>> next = socket.receive(PATIENCE);
      if (next.orElseThrow() instanceof WsReceive.Closed<Told> closed) {
        return closed.close().code();
      }
    }
  }
}
