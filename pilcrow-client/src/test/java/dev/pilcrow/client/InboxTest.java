package dev.pilcrow.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsReceive;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a reader, and the connections that wait for it. */
class InboxTest {
  private static final WsChannel<String, String> STRINGS =
      WsChannel.of(WsRoute.of("/ws"), Codecs.json(), String.class, String.class);

  private final Inbox<String> inbox = new Inbox<>(1);
  private final List<String> asked = new ArrayList<>();

  private void add(String json, String connection) {
    inbox.add(new RawMessage.Text(json), STRINGS.wire(), () -> asked.add(connection));
  }

  @Test
  void aReplacedConnectionThatWaitsForRoomIsAskedForTheRest() {
    add("\"a\"", "old");
    inbox.reopen();
    add("\"b\"", "new");
    assertThat(inbox.isFull()).isTrue();
    assertThat(inbox.take().join().typed()).isEqualTo(new WsReceive.Message<>("a"));
    assertThat(asked).isEmpty();
    assertThat(inbox.take().join().typed()).isEqualTo(new WsReceive.Message<>("b"));
    assertThat(asked).containsExactly("old", "new");
    assertThat(inbox.isFull()).isFalse();
  }
}
