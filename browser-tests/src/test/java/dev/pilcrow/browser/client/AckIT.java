package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages to a server that says what became of them. */
class AckIT extends ClientTest {
  private static final String LIVE = "<div id=\"a\" s-live=\"/ws/a\"></div>";
  private static final Pattern ID = Pattern.compile(",\"id\":\"([\\w-]{22}):(\\d+)\"}$");

  static final String HELLO =
      "{\"type\":\"hello\",\"protocol\":1,\"ack\":true,\"heartbeat\":600000,\"maxMessage\":65536}";

  /** One message as the server got it. */
  private record Sent(String body, String client, int number) {
    static Sent of(String text) {
      Matcher id = ID.matcher(text);
      assertThat(id.find()).as("an id at the end of " + text).isTrue();
      return new Sent(
          text.substring(0, id.start()) + "}", id.group(1), Integer.parseInt(id.group(2)));
    }

    String ack() {
      return "{\"type\":\"ack\",\"id\":\"" + client + ":" + number + "\"}";
    }

    String nack(String reason) {
      return "{\"type\":\"nack\",\"id\":\""
          + client
          + ":"
          + number
          + "\",\"reason\":\""
          + reason
          + "\"}";
    }
  }

  private Peer connect() throws Exception {
    stopClock();
    open(LIVE);
    return greeted();
  }

  private Peer greeted() throws Exception {
    Peer peer = server.await("/ws/a");
    peer.send(HELLO);
    waitForState("#a", "open");
    return peer;
  }

  /** Sends numbers, and notes in the page what became of each. */
  private void send(int from, int to) {
    js(
        "([from, to]) => { window.outcomes ??= {}; for (let n = from; n <= to; n++)"
            + " Silcrow.send('#a', {event: 'n', data: n}).then((ok) => { outcomes[n] = ok; },"
            + " (error) => { outcomes[n] = error.code; }); }",
        List.of(from, to));
  }

  private static List<Sent> receive(Peer peer, int count) throws Exception {
    var all = new ArrayList<Sent>();
    for (int i = 0; i < count; i++) {
      all.add(Sent.of(peer.receive()));
    }
    return all;
  }

  private static void assertNothingMore(Peer peer) throws Exception {
    assertThat(peer.receive(Duration.ofMillis(100))).isEmpty();
  }

  @Test
  void aMessageIsSentWhenTheServerHasHandledIt() throws Exception {
    Peer peer = connect();
    send(1, 3);
    List<Sent> sent = receive(peer, 3);
    assertThat(sent).extracting(Sent::number).containsExactly(1, 2, 3);
    assertThat(sent).extracting(Sent::client).containsOnly(sent.get(0).client());
    assertThat(sent.get(0).body()).isEqualTo("{\"event\":\"n\",\"data\":1,\"type\":\"custom\"}");
    assertThat(js("Object.keys(outcomes).length")).isEqualTo(0);
    peer.send(sent.get(1).ack());
    waitFor("outcomes[2]");
    assertThat(js("outcomes")).isEqualTo(js("({1: true, 2: true})"));
    peer.send(sent.get(2).ack());
    waitFor("outcomes[3] === true");
  }

  @Test
  void whatIsRejectedSaysWhyAndTheRestGoesOn() throws Exception {
    Peer peer = connect();
    send(1, 3);
    List<Sent> sent = receive(peer, 3);
    peer.send(sent.get(0).ack());
    peer.send(sent.get(1).nack("Too late."));
    peer.send(sent.get(2).ack());
    waitFor("outcomes[3]");
    assertThat(js("outcomes")).isEqualTo(js("({1: true, 2: 'send-rejected', 3: true})"));
    assertThat(reported()).containsExactly("send-rejected");
    js("window.last = Silcrow.send('#a', {event: 'm'}).catch((error) => error.reason); undefined");
    peer.send(receive(peer, 1).get(0).nack("Not <b>you</b>."));
    assertThat(js("last")).isEqualTo("Not <b>you</b>.");
  }

  @Test
  void whatIsNotAnsweredGoesAgainInOrderUnderTheSameId() throws Exception {
    Peer first = connect();
    send(1, 4);
    List<Sent> sent = receive(first, 4);
    first.send(sent.get(1).ack());
    waitFor("outcomes[2]");
    first.close(1011, "");
    waitForState("#a", "offline");
    send(5, 6);
    clock().runFor(500);
    Peer second = greeted();
    List<Sent> again = receive(second, 4);
    assertThat(again.subList(0, 2)).isEqualTo(sent.subList(2, 4));
    assertThat(again).extracting(Sent::number).containsExactly(3, 4, 5, 6);
    assertThat(again).extracting(Sent::client).containsOnly(sent.get(0).client());
    second.send(again.get(3).ack());
    waitFor("Object.keys(outcomes).length === 6");
    second.close(1011, "");
    waitForState("#a", "offline");
    clock().runFor(2000);
    assertNothingMore(greeted());
  }

  @Test
  void messagesWaitForTheGreeting() throws Exception {
    stopClock();
    open(LIVE);
    Peer peer = server.await("/ws/a");
    waitForState("#a", "open");
    send(1, 2);
    assertNothingMore(peer);
    peer.send(HELLO);
    assertThat(receive(peer, 2)).extracting(Sent::number).containsExactly(1, 2);
  }

  @Test
  void textAndBytesHaveNoIdAndAreSentWhenTheyAreHandedOver() throws Exception {
    Peer peer = connect();
    assertThat(js("Silcrow.send('#a', 'as it is')")).isEqualTo(true);
    assertThat(peer.receive()).isEqualTo("as it is");
    assertThat(js("Silcrow.send('#a', new Uint8Array([1]))")).isEqualTo(true);
    send(1, 1);
    assertThat(receive(peer, 1).get(0).number()).isEqualTo(1);
    peer.close(1011, "");
    waitForState("#a", "offline");
    clock().runFor(500);
    peer = greeted();
    assertThat(receive(peer, 1).get(0).number()).isEqualTo(1);
    assertNothingMore(peer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":null}",
        "{\"id\":7}",
        "{\"id\":\":1\"}",
        "{\"id\":\"AAAAAAAAAAAAAAAAAAAAAA:1\"}",
        "{\"id\":\"CLIENT\"}",
        "{\"id\":\"CLIENT:\"}",
        "{\"id\":\"CLIENT:x\"}",
        "{\"id\":\"CLIENT:0\"}",
        "{\"id\":\"CLIENT:-1\"}",
      })
  void answersToNothingDoNothing(String members) throws Exception {
    Peer peer = connect();
    send(1, 1);
    Sent sent = receive(peer, 1).get(0);
    String text = members.replace("CLIENT", sent.client()).replaceFirst("}$", "");
    for (String type : List.of("ack", "nack")) {
      peer.send(text + (text.length() > 1 ? "," : "") + "\"type\":\"" + type + "\"}");
    }
    peer.send(new Sent("", sent.client(), 9).nack("no"));
    peer.send("{\"type\":\"custom\",\"event\":\"end\",\"data\":null}");
    awaitSeen("silcrow:ws:end");
    assertThat(js("Object.keys(outcomes).length")).isEqualTo(0);
    peer.send(sent.ack());
    peer.send(sent.ack());
    peer.send(sent.nack("too late"));
    waitFor("outcomes[1] === true");
    assertThat(reported()).isEmpty();
  }

  @Test
  void anIdOfThePagesOwnIsLeftOut() throws Exception {
    Peer peer = connect();
    js("Silcrow.send('#a', {type: 'custom', event: 'n', data: 1, id: 'mine'}); undefined");
    assertThat(receive(peer, 1).get(0).body()).doesNotContain("mine");
  }

  @Test
  void aBoundedNumberIsOnItsWay() throws Exception {
    Peer peer = connect();
    send(1, 356);
    List<Sent> sent = receive(peer, 256);
    assertNothingMore(peer);
    assertThat(js("Object.keys(outcomes).length")).isEqualTo(0);
    send(357, 357);
    waitFor("outcomes[357] === 'send-overflow'");
    peer.send(sent.get(9).ack());
    assertThat(receive(peer, 10)).extracting(Sent::number).startsWith(257).endsWith(266);
    assertNothingMore(peer);
    peer.close(1011, "");
    waitForState("#a", "offline");
    clock().runFor(500);
    assertThat(receive(greeted(), 256)).extracting(Sent::number).startsWith(11).endsWith(266);
  }

  @ParameterizedTest
  @CsvSource({"1008", "4401", "4403", "4404"})
  void whatWasNotAnsweredIsRejectedWhereTheServerIsDone(int code) throws Exception {
    Peer peer = connect();
    send(1, 2);
    receive(peer, 2);
    peer.close(code, "");
    waitFor("Object.keys(outcomes).length === 2");
    assertThat(js("outcomes")).isEqualTo(js("({1: 'send-closed', 2: 'send-closed'})"));
  }

  @Test
  void theServerMayStopAnswering() throws Exception {
    Peer peer = connect();
    send(1, 1);
    receive(peer, 1);
    peer.close(1011, "");
    waitForState("#a", "offline");
    clock().runFor(500);
    peer = server.await("/ws/a");
    peer.send(HELLO.replace("true", "false"));
    assertThat(peer.receive()).doesNotContain("\"id\"");
    waitFor("outcomes[1] === true");
  }

  @Test
  void aServerThatIsAboutToStopAnswersWhatItHasAndTheNextOneGetsTheRest() throws Exception {
    Peer old = connect();
    send(1, 1);
    Sent first = receive(old, 1).get(0);
    old.send("{\"type\":\"drain\",\"retryAfterMs\":2000}");
    old.send("{\"type\":\"custom\",\"event\":\"drained\",\"data\":null}");
    awaitSeen("silcrow:ws:drained");
    clock().runFor(1000);
    Peer next = server.await("/ws/a");
    send(2, 2);
    old.send(first.ack());
    waitFor("outcomes[1] === true");
    assertNothingMore(old);
    next.send(HELLO);
    assertThat(receive(next, 1).get(0).number()).isEqualTo(2);
    assertThat(old.awaitClose()).isEqualTo(1000);
    assertNothingMore(next);
  }

  @Test
  void theFilesOfTheWireAreWhatIsSent() throws Exception {
    Peer peer = connect();
    Path wire = Path.of(System.getProperty("wire.dir"));
    for (String name : List.of("custom", "html", "patch")) {
      String file = Files.readString(wire.resolve("sent/" + name + ".json"));
      js("(text) => { Silcrow.send('#a', JSON.parse(text)); }", file);
      Sent sent = receive(peer, 1).get(0);
      assertThat(sent.body()).isEqualTo(ID.matcher(file.strip()).replaceFirst("}"));
    }
    String ack = Files.readString(wire.resolve("control/ack.json"));
    assertThat(ack).matches("\\{\"type\":\"ack\",\"id\":\"[\\w-]{22}:17\"}");
    String nack = Files.readString(wire.resolve("control/nack.json"));
    send(1, 1);
    Sent sent = receive(peer, 1).get(0);
    peer.send(
        nack.replaceAll(
            "\"id\":\"[^\"]*\"", "\"id\":\"" + sent.client() + ":" + sent.number() + "\""));
    waitFor("outcomes[1] === 'send-rejected'");
    assertThat(awaitSeen("silcrow:error").get(0).get("message"))
        .isEqualTo("send-rejected: The handler failed.");
  }
}
