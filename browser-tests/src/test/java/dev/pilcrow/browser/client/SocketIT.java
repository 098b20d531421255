package dev.pilcrow.browser.client;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.javalin.TypedStream;
import dev.pilcrow.ws.WsClose;
import dev.pilcrow.ws.WsReceive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Silcrow.socket against a typed channel of a real server. */
class SocketIT extends SocketTest {
  private static void echo(TypedStream<ClientEvent, ServerEvent> stream) {
    for (ClientEvent event : stream.messages()) {
      stream.send(answer(event));
    }
  }

  /** Notes everything as it comes, typed, to the end. */
  private void note(TypedStream<ClientEvent, ServerEvent> stream) throws InterruptedException {
    WsReceive<ClientEvent> next;
    do {
      next = stream.receive();
      seen.add(next);
    } while (!(next instanceof WsReceive.Closed<ClientEvent>));
  }

  @Test
  void messagesGoBothWaysAndWaitForTheConnection() {
    open("", SocketIT::echo);
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                const states = [socket.status];
                socket.addEventListener('change', ({detail}) => states.push(detail.status));
                const sent = socket.send({TextInput: 'äb😀'});
                states.push(socket.status);
                const first = await socket.receive();
                await socket.send('Leave');
                const second = await socket.receive();
                return [await sent, first, second, socket.protocol, states, socket.ended];
                """))
        .isEqualTo(
            Arrays.asList(
                true,
                Map.of("Uppercase", "ÄB😀"),
                Map.of("Uppercase", "Leave[]"),
                "pilcrow.json",
                List.of("connecting", "connecting", "open"),
                null));
  }

  @Test
  void jsonGoesOutInBinaryFramesOrInTextByOption() throws Exception {
    open(
        "",
        stream -> {
          while (stream.receiveRaw() instanceof WsReceive.Message<RawMessage> message) {
            seen.add(message.value());
          }
        });
    js(
        """
        const one = Silcrow.socket('/api/echo');
        await one.send('Leave');
        await one.sendRaw('as it is');
        await one.sendRaw(new Uint8Array([1, 2]));
        one.close();
        """);
    assertThat(seen()).isEqualTo(new RawMessage.Binary(utf8("\"Leave\"")));
    assertThat(seen()).isEqualTo(new RawMessage.Text("as it is"));
    assertThat(seen()).isEqualTo(new RawMessage.Binary(ByteBuffer.wrap(new byte[] {1, 2})));
    js("await Silcrow.socket('/api/echo', {text: true}).send('Leave');");
    assertThat(seen()).isEqualTo(new RawMessage.Text("\"Leave\""));
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLoopSeesEveryMessageAndEndsWithTheSocket() {
    open(
        "",
        stream -> {
          for (int i = 0; i < 100; i++) {
            stream.send(new ServerEvent.Uppercase("" + i));
            if (i == 50) {
              stream.sendRaw(new RawMessage.Text("{\"no"));
            }
          }
          stream.close(new WsClose(4000, "enough"));
        });
    assertThat(
            js(
                """
                const errors = [];
                document.addEventListener('silcrow:error', (event) => {
                  errors.push(event.detail.code);
                  event.preventDefault();
                });
                const socket = Silcrow.socket('/api/echo');
                const heard = [];
                for await (const {Uppercase} of socket) heard.push(Number(Uppercase));
                const error = await socket.receive().catch((error) => error);
                return [heard.length, heard.every((n, i) => n === i), errors, socket.status,
                  socket.ended, error.code, error.close,
                  await socket.send('Leave').catch(({code}) => code)];
                """))
        .isEqualTo(
            List.of(
                100,
                true,
                List.of("socket-malformed"),
                "closed",
                Map.of("code", 4000, "reason", "enough"),
                "socket-closed",
                Map.of("code", 4000, "reason", "enough"),
                "send-closed"));
  }

  @Test
  void aMalformedMessageRejectsOnceAndTheSocketGoesOn() {
    open(
        "",
        stream -> {
          stream.sendRaw(new RawMessage.Binary(ByteBuffer.wrap(new byte[] {'"', -1, '"'})));
          stream.send(new ServerEvent.Uppercase("AFTER"));
          stream.receive();
        });
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                return [await socket.receive().catch(({code}) => code), await socket.receive()];
                """))
        .isEqualTo(List.of("socket-malformed", Map.of("Uppercase", "AFTER")));
  }

  @Test
  void thePageClosesWithACode() throws Exception {
    open("", this::note);
    js(
        """
        const socket = Silcrow.socket('/api/echo');
        await socket.connected();
        window.states = [];
        socket.addEventListener('change', ({detail}) => states.push(detail.status));
        await socket.send('Leave');
        socket.close(4001, 'tired');
        states.push(socket.status);
        """);
    assertThat(seen()).isEqualTo(new WsReceive.Message<ClientEvent>(new ClientEvent.Leave()));
    assertThat(seen()).isEqualTo(new WsReceive.Closed<>(new WsClose(4001, "tired")));
    page.waitForFunction("() => window.states.includes('closed')");
    assertThat(js("return states")).isEqualTo(List.of("closing", "closing", "closed"));
  }

  @Test
  void aMessageOverTheServersLimitEndsIt() {
    open("", this::note);
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                await socket.connected();
                const end = socket.receive().catch(({close}) => close);
                await socket.sendRaw(new Uint8Array(100_000));
                return (await end).code;
                """))
        .isEqualTo(1009);
  }

  @Test
  void anEncodingThatFailsIsToldBeforeAnythingWaits() {
    open("", SocketIT::echo);
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                const circle = {};
                circle.circle = circle;
                return [await socket.send(circle).catch(({code}) => code),
                  await socket.send(undefined).catch(({code}) => code), socket.status];
                """))
        .isEqualTo(List.of("send-encoding", "send-encoding", "connecting"));
  }

  @Test
  void whatWaitsForTheConnectionIsBounded() {
    open("", SocketIT::echo);
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                const results = [];
                for (let i = 0; i < 101; i++) {
                  results.push(socket.send({TextInput: `${i}`}).catch(({code}) => code));
                }
                const settled = await Promise.all(results);
                return [settled.filter((result) => result === true).length, settled[100]];
                """))
        .isEqualTo(List.of(100, "send-overflow"));
  }

  @Test
  void aSocketThatNobodyReadsIsClosed() throws Exception {
    open(
        "",
        stream -> {
          for (int i = 0; i < 1_001; i++) {
            stream.sendRaw(new RawMessage.Text("1"));
          }
          seen.add(stream.receive());
        });
    assertThat(
            js(
                """
                let code;
                document.addEventListener('silcrow:error', (event) => {
                  code = event.detail.code;
                  event.preventDefault();
                });
                const socket = Silcrow.socket('/api/echo');
                await new Promise((resolve) => {
                  socket.addEventListener('change', ({detail}) => {
                    if (detail.status === 'closed') resolve();
                  });
                });
                let taken = 0;
                for await (const one of socket) taken += one;
                return [code, socket.status, socket.ended.code, taken];
                """))
        .isEqualTo(List.of("socket-overflow", "closed", 4008, 1000));
    assertThat(seen()).isEqualTo(new WsReceive.Closed<>(new WsClose(4008, "")));
  }

  @Test
  void aSecondReaderIsRefused() {
    open("", SocketIT::echo);
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                const first = socket.receive();
                const second = await socket.receive().catch(({code}) => code);
                await socket.send('Leave');
                return [second, await first];
                """))
        .isEqualTo(List.of("socket-reader", Map.of("Uppercase", "Leave[]")));
  }

  @Test
  void setConnectsAnewAndTellsTheReader() {
    open("", SocketIT::echo);
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/nowhere');
                const reading = socket.receive().catch(({code, close}) => [code, close.code]);
                const states = [await socket.connected()];
                socket.set('/api/echo');
                states.push(socket.status);
                const waiting = socket.receive().catch(({close}) => close.reason);
                await socket.connected();
                socket.set();
                await socket.send('Leave');
                states.push(await socket.connected());
                return [await reading, await waiting, await socket.receive(), states];
                """))
        .isEqualTo(
            List.of(
                List.of("socket-closed", 1006),
                "Connection replaced by a new one",
                Map.of("Uppercase", "Leave[]"),
                List.of("failed", "connecting", "open")));
  }

  @Test
  void theStatusIsShownWhereverItIsNamed() {
    open(
        "<b id=\"a\" s-status=\"/api/echo\"></b>"
            + "<p id=\"b\" s-status=\"chat\">not yet</p><i id=\"none\" s-status=\"other\"></i>",
        SocketIT::echo);
    js(
        """
        window.one = Silcrow.socket('/api/echo');
        window.two = Silcrow.socket('/api/echo', {name: 'chat'});
        await two.connected();
        await one.connected();
        const late = document.createElement('em');
        late.id = 'later';
        late.setAttribute('s-status', 'chat');
        document.body.append(late);
        """);
    assertThat(page.locator("#a")).hasText("open");
    assertThat(page.locator("#a")).hasAttribute("data-status", "open");
    assertThat(page.locator("#b")).hasText("not yet");
    assertThat(page.locator("#b")).hasAttribute("data-status", "open");
    assertThat(page.locator("#later")).hasText("open");
    js("two.close()");
    assertThat(page.locator("#later")).hasText("closed");
    assertThat(page.locator("#a")).hasText("open");
    assertThat(page.locator("#none")).hasText("");
  }
}
