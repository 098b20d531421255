package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.ws.WsClose;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Handshakes of Silcrow.socket, and connections that are lost and come back. */
class SocketConnectionIT extends SocketTest {
  @Test
  void parametersAreInTheQueryAndOnesThatDoNotFitAreAFailure() throws Exception {
    open("", stream -> {});
    int port = port();
    stopServer();
    serve(
        port,
        "",
        ECHO.parameters(Guest.class),
        stream -> {
          seen.add(stream.parameters(Guest.class));
          stream.receive();
        });
    assertThat(
            js(
                """
                const good = Silcrow.socket('/api/echo', {query: {name: 'Zoë & co', age: 30, no: null}});
                const bad = Silcrow.socket('/api/echo', {query: {name: 'Zoë', age: 'many'}});
                return [await good.connected(), await bad.connected(), bad.ended.code];
                """))
        .isEqualTo(List.of("open", "failed", 1006));
    assertThat(seen()).isEqualTo(new Guest("Zoë & co", 30));
  }

  @Test
  void subprotocolsThatDoNotMeetAreAFailure() {
    open("", stream -> stream.receive());
    assertThat(
            js(
                """
                const other = Silcrow.socket('/api/echo', {protocols: ['v9.other']});
                const none = Silcrow.socket('/api/echo', {protocols: []});
                return [await other.connected(), await none.connected(), none.protocol];
                """))
        .isEqualTo(List.of("failed", "open", ""));
  }

  @Test
  void aLostConnectionIsTheEndUnlessToldOtherwise() {
    open("", stream -> stream.close(WsClose.RESTART));
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo');
                const {close} = await socket.receive().catch((error) => error);
                return [close, socket.status];
                """))
        .isEqualTo(List.of(Map.of("code", 1012, "reason", "service restart"), "closed"));
  }

  @Test
  void aServerThatComesBackGetsWhatWaited() throws Exception {
    open("", stream -> stream.receive());
    int port = port();
    js(
        """
        window.states = [];
        window.socket = Silcrow.socket('/api/echo', {reconnect: () => 50});
        socket.addEventListener('change', ({detail}) => states.push(detail.status));
        await socket.connected();
        """);
    stopServer();
    page.waitForFunction("() => window.states.at(-1) === 'connecting'");
    js("window.sent = socket.send({TextInput: 'kept'}); window.heard = socket.receive();");
    serve(
        port,
        "",
        ECHO,
        stream -> {
          for (ClientEvent event : stream.messages()) {
            stream.send(answer(event));
          }
        });
    assertThat(js("return [await sent, await heard, states]"))
        .isEqualTo(
            List.of(true, Map.of("Uppercase", "KEPT"), List.of("open", "connecting", "open")));
  }

  @Test
  void anEndThatIsMeantEndsTheAttempts() {
    open("", stream -> stream.close(new WsClose(4403, "not yours")));
    assertThat(
            js(
                """
                const socket = Silcrow.socket('/api/echo', {reconnect: true});
                for await (const message of socket) throw message;
                return [socket.status, socket.ended];
                """))
        .isEqualTo(List.of("closed", Map.of("code", 4403, "reason", "not yours")));
  }

  @Test
  void closingWhileItWaitsEndsTheAttempts() {
    open("", stream -> stream.receive());
    stopServer();
    assertThat(
            js(
                """
                const losses = [];
                const socket = Silcrow.socket('/api/echo', {reconnect(loss) {
                  losses.push(loss.tries);
                  return losses.length > 2 ? 60_000 : 1;
                }});
                while (losses.length < 3) await new Promise((resolve) => { setTimeout(resolve, 10); });
                const sent = socket.send('Leave').catch(({code}) => code);
                socket.close(1000, 'enough');
                return [losses, socket.status, await sent, socket.ended.reason];
                """))
        .isEqualTo(List.of(List.of(0, 1, 2), "closed", "send-closed", "enough"));
  }
}
