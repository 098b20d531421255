package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.javalin.TypedStream;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How typed sockets end between a page and a server, and what is no message on either side. */
@Timeout(60)
class SocketEndsIT extends SocketTest {
  /** Ends as the page asks in the query; notes what comes, both ways, if it asks for nothing. */
  private void endAsAsked(TypedStream<ClientEvent, ServerEvent> stream) throws Exception {
    String end = String.valueOf(stream.ctx().queryParam("end"));
    switch (end) {
      case "return" -> {
        stream.send(new ServerEvent.Uppercase("LAST"));
        return;
      }
      case "throw" -> throw new IllegalStateException("a fault of the application");
      case "no code" -> stream.ctx().session.close(StatusCode.NO_CODE, null, Callback.NOOP);
      case "cut" -> stream.ctx().session.disconnect();
      case "null" -> {
        while (stream.receive() instanceof WsReceive.Message<ClientEvent> message) {
          seen.add(message.value());
        }
        seen.add(stream.receive());
        seen.add(stream.receiveRaw());
      }
      default -> stream.close(new WsClose(Integer.parseInt(end), "because"));
    }
    stream.receive();
  }

  /** Collects how a socket of this end ends: by both ways to receive, and by both ways to send. */
  private static final String ENDED =
      """
      window.endOf = async (end) => {
        const socket = Silcrow.socket('/api/echo', {query: {end}});
        const wrong = (error) => [error.code, error.close?.code, error.close?.reason];
        const first = await socket.receive().catch(wrong);
        const rest = [];
        for (const step of ['receive', 'receiveRaw', 'send', 'sendRaw']) {
          rest.push((await socket[step]('x').catch(wrong))[0]);
        }
        return [first, socket.ended.code, socket.ended.reason, socket.status, rest.join()];
      };
      """;

  private static List<Object> ended(int code, String reason) {
    return List.of(
        List.of("socket-closed", code, reason),
        code,
        reason,
        "closed",
        "socket-closed,socket-closed,send-closed,send-closed");
  }

  @Test
  void everyEndOfTheServerIsToldByBothWaysToReceiveAndToSend() {
    open("", this::endAsAsked);
    js(ENDED);
    assertThat(js("return endOf('no code')")).isEqualTo(ended(1001, "Away"));
    assertThat(js("return endOf('cut')")).isEqualTo(ended(1006, ""));
    assertThat(js("return endOf('throw')")).isEqualTo(ended(1011, "handler failed"));
    for (int code : new int[] {1000, 1001, 1003, 1008, 1012, 1013, 3000, 3999, 4000, 4999}) {
      assertThat(js("return endOf(" + code + ")")).isEqualTo(ended(code, "because"));
    }
    assertThat(js("return endOf('return')"))
        .isEqualTo(
            List.of(
                Map.of("Uppercase", "LAST"),
                1000,
                "",
                "closed",
                "socket-closed,socket-closed,send-closed,send-closed"));
  }

  @Test
  void everyEndOfThePageIsToldByBothWaysToReceive() throws Exception {
    open("", this::endAsAsked);
    js(
        """
        const socket = Silcrow.socket('/api/echo');
        await socket.send('Leave');
        socket.close(4999, 'bye');
        """);
    assertEnd(new WsClose(4999, "bye"));
    js(
        """
        const plain = new WebSocket('/api/echo', 'pilcrow.json');
        await new Promise((resolve) => { plain.onopen = resolve; });
        plain.send('"Leave"');
        plain.close();
        """);
    assertEnd(new WsClose(1001, "Away"));
    js("await Silcrow.socket('/api/echo').send('Leave')");
    page.navigate("about:blank");
    assertThat(seen()).isEqualTo(new ClientEvent.Leave());
    assertThat(seen())
        .isInstanceOfSatisfying(
            WsReceive.Closed.class, closed -> assertThat(closed.close().code()).isEqualTo(1001));
  }

  private void assertEnd(WsClose close) throws Exception {
    assertThat(seen()).isEqualTo(new ClientEvent.Leave());
    assertThat(seen()).isEqualTo(new WsReceive.Closed<ClientEvent>(close));
    assertThat(seen()).isEqualTo(new WsReceive.Closed<RawMessage>(close));
  }

  @Test
  void codesThatAPageMustNotSendAreRefusedAndTheSocketStaysAsItIs() {
    open("", stream -> stream.receive());
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                const refused = () => [0, 999, 1001, 1005, 1006, 2999, 5000, 65536].every((code) => {
                  try {
                    socket.close(code);
                    return false;
                  } catch (error) {
                    return error.code === 'socket-code';
                  }
                });
                const early = refused();
                await socket.connected();
                const late = refused();
                return [early, late, socket.status];
                """))
        .isEqualTo(List.of(true, true, "open"));
  }

  /** A browser drops without a word what is sent between the server's close and the end. */
  @Test
  void whatIsSentWhileTheServersCloseIsAnsweredGoesOutOnTheNextConnection() {
    open(
        "",
        stream -> {
          for (ClientEvent event : stream.messages()) {
            if (event instanceof ClientEvent.Leave) {
              stream.close(WsClose.RESTART);
            } else {
              stream.send(answer(event));
            }
          }
        });
    assertThat(
            js(
                """
                let native;
                window.WebSocket = class extends WebSocket {
                  constructor(...all) {
                    super(...all);
                    native = this;
                  }
                };
                const {port1, port2} = new MessageChannel();
                const turn = () => new Promise((resolve) => {
                  port1.onmessage = resolve;
                  port2.postMessage(0);
                });
                const socket = Silcrow.socket('/api/echo', {reconnect: () => 1});
                do {
                  await socket.connected();
                  await socket.send('Leave');
                  while (native.readyState === 1) await turn();
                } while (socket.status !== 'open');
                const sent = socket.send({TextInput: 'kept'});
                return [await sent, await socket.receive()];
                """))
        .isEqualTo(List.of(true, Map.of("Uppercase", "KEPT")));
  }

  @Test
  void aConnectionThatIsReplacedByNoneHasFailed() {
    open("", stream -> stream.receive());
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                const states = [await socket.connected()];
                socket.set('/nowhere');
                states.push(socket.status, await socket.connected());
                return [states, (await socket.receive().catch(({close}) => close)).code];
                """))
        .isEqualTo(List.of(List.of("open", "connecting", "failed"), 1006));
  }

  @Test
  void whatIsNoMessageForTheServerIsAValueAndTheConnectionGoesOn() throws Exception {
    open(
        "",
        stream -> {
          for (int i = 0; i < 12; i++) {
            seen.add(stream.receive());
          }
        });
    js(
        """
        const {cbor} = await import('/_silcrow/cbor.js');
        const socket = Silcrow.socket('/api/echo', {codec: cbor});
        for (const wrong of [{Unknown: 1}, {TextInput: 1}, {Move: {x: 1}}, {Move: {x: 1, y: 1.5}},
            {Move: {x: 1, y: 2}, Leave: null}, 'TextInput', null, [1]]) await socket.send(wrong);
        await socket.sendRaw('"Leave"');
        await socket.sendRaw(new Uint8Array([0x65, 0x4c]));
        await socket.send({Move: {x: 1, y: 2, extra: [{}]}});
        await socket.send('Leave');
        """);
    for (int i = 0; i < 8; i++) {
      assertThat(seen()).isInstanceOf(WsReceive.Malformed.class);
    }
    assertThat(seen()).isEqualTo(new WsReceive.WrongKind<ClientEvent>(false));
    assertThat(seen()).isInstanceOf(WsReceive.Malformed.class);
    assertThat(seen()).isEqualTo(new WsReceive.Message<ClientEvent>(new ClientEvent.Move(1, 2)));
    assertThat(seen()).isEqualTo(new WsReceive.Message<ClientEvent>(new ClientEvent.Leave()));
  }

  @Test
  void whatIsNoMessageForThePageIsRefusedAndRawMessagesComeAsTheyAre() {
    open(
        "",
        stream -> {
          stream.sendRaw(new RawMessage.Text("{}"));
          stream.sendRaw(new RawMessage.Binary(ByteBuffer.wrap(new byte[] {(byte) 0xa1})));
          stream.sendRaw(new RawMessage.Ping(ByteBuffer.allocate(125)));
          stream.sendRaw(new RawMessage.Text("as it is"));
          stream.sendRaw(new RawMessage.Binary(ByteBuffer.wrap(new byte[] {1, -1})));
          stream.send(new ServerEvent.Uppercase("TYPED"));
          stream.receive();
        });
    assertThat(
            js(
                """
                const {cbor} = await import('/_silcrow/cbor.js');
                const socket = Silcrow.socket('/api/echo', {codec: cbor});
                const code = ({code}) => code;
                return [await socket.receive().catch(code), await socket.receive().catch(code),
                  await socket.receiveRaw(), [...await socket.receiveRaw()], await socket.receive()];
                """))
        .isEqualTo(
            List.of(
                "socket-malformed",
                "socket-malformed",
                "as it is",
                List.of(1, 255),
                Map.of("Uppercase", "TYPED")));
  }

  @Test
  void theHandshakeHasTheCookiesOfThePage() throws Exception {
    open(
        "",
        stream -> {
          seen.add(String.valueOf(stream.ctx().cookie("theme")));
          seen.add(String.valueOf(stream.ctx().header("Origin")));
        });
    js("document.cookie = 'theme=dark'; await Silcrow.socket('/api/echo').connected();");
    assertThat(seen()).isEqualTo("dark");
    assertThat(seen()).isEqualTo("http://127.0.0.1:" + port());
  }
}
