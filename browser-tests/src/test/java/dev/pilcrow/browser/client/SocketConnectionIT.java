package dev.pilcrow.browser.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.testing.Ports;
import dev.pilcrow.ws.WsClose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Handshakes of Silcrow.socket, and connections that are lost and come back. */
class SocketConnectionIT extends SocketTest {
  @Test
  void parametersAreInTheQueryAndOnesThatDoNotFitAreAFailure() throws Exception {
    int port = Ports.free();
    serve(port, "", ECHO, stream -> {});
    openPage(port);
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
    int port = Ports.free();
    serve(port, "", ECHO, stream -> stream.receive());
    openPage(port);
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

  /** Numbers, one after the other, with at most 90 of them waiting; stopped by {@code stop()}. */
  private static final String LOAD =
      """
      window.states = [];
      window.heard = {1: [], 2: [], 3: []};
      window.inOrder = (numbers) => numbers.every((n, i) => n === numbers[0] + i);
      window.refused = [];
      window.newest = window.waiting = window.atLoss = 0;
      let stopped = false;
      window.stopLoad = () => { stopped = true; };
      window.socket = Silcrow.socket('/api/echo', {reconnect: () => 50});
      socket.addEventListener('change', ({detail: {status}}) => {
        states.push(status);
        if (status === 'connecting') atLoss = newest;
      });
      (async () => {
        for await (const {Uppercase} of socket) {
          const [server, number] = Uppercase.split(' ');
          heard[server].push(Number(number));
        }
      })();
      const turn = () => new Promise((resolve) => { setTimeout(resolve); });
      (async () => {
        while (!stopped) {
          for (let i = 0; i < 20 && waiting < 90; i++) {
            waiting++;
            socket.send({TextInput: String(++newest)})
                .catch(({code}) => refused.push(code))
                .finally(() => { waiting--; });
          }
          await turn();
        }
      })();
      """;

  @Test
  void aServerThatIsKilledUnderLoadLosesNothingThatWaitedAndTheOrderStays() throws Exception {
    int port = Ports.free();
    try (var first = KilledServer.start(port, 1)) {
      openPage(port);
      js(LOAD);
      page.waitForFunction("() => heard[1].length >= 500");
      first.kill();
    }
    page.waitForFunction("() => states.at(-1) === 'connecting' && waiting === 90");
    try (var second = KilledServer.start(port, 2)) {
      page.waitForFunction("() => heard[2].length >= 500");
      js("stopLoad();");
      page.waitForFunction("() => waiting === 0 && heard[2].at(-1) === newest");
      assertThat(
              js(
                  """
                  socket.close();
                  while (!socket.ended) await new Promise((resolve) => { setTimeout(resolve); });
                  return {
                    states, refused,
                    inOrder: [inOrder(heard[1]), inOrder(heard[2])],
                    fromTheStart: heard[1][0] === 1,
                    twice: heard[2][0] <= heard[1].at(-1),
                    queuedAreThere: heard[2][0] <= atLoss + 1,
                  };
                  """))
          .isEqualTo(
              Map.of(
                  "states",
                  List.of("open", "connecting", "open", "closing", "closed"),
                  "refused",
                  List.of(),
                  "inOrder",
                  List.of(true, true),
                  "fromTheStart",
                  true,
                  "twice",
                  false,
                  "queuedAreThere",
                  true));
      assertThat(second.isAlive()).isTrue();
    }
  }

  /** What was on its way to the page is not heard: browsers let go of it with the connection. */
  @Test
  void whatIsSentUnderLoadIsHandledOnceAndInOrderThoughTheConnectionIsReplaced() throws Exception {
    var connections = new AtomicInteger();
    open(
        "",
        stream -> {
          int mine = connections.incrementAndGet();
          List<Integer> handled = new ArrayList<>();
          for (ClientEvent event : stream.messages()) {
            String number = ((ClientEvent.TextInput) event).text();
            handled.add(Integer.valueOf(number));
            stream.send(new ServerEvent.Uppercase(mine + " " + number));
          }
          seen.add(handled);
        });
    js(LOAD);
    page.waitForFunction("() => heard[1].length >= 300");
    js("socket.set();");
    page.waitForFunction("() => heard[2].length >= 300");
    js("socket.set('/api/echo?another');");
    page.waitForFunction("() => heard[3].length >= 300");
    js("stopLoad();");
    page.waitForFunction("() => waiting === 0 && heard[3].at(-1) === newest");
    assertThat(
            js(
                """
                socket.close();
                while (!socket.ended) await new Promise((resolve) => { setTimeout(resolve); });
                const all = Object.values(heard);
                return [states, refused, all.every(inOrder), all[0][0],
                  all[0].at(-1) < all[1][0] && all[1].at(-1) < all[2][0]];
                """))
        .isEqualTo(
            List.of(
                List.of("open", "connecting", "open", "connecting", "open", "closing", "closed"),
                List.of(),
                true,
                1,
                true));
    List<List<Integer>> handled = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      handled.add(handled(seen()));
    }
    handled.sort(Comparator.comparing(numbers -> numbers.get(0)));
    assertThat(handled.stream().flatMap(List::stream).toList())
        .isEqualTo(IntStream.rangeClosed(1, (int) js("return newest")).boxed().toList());
  }

  @SuppressWarnings("unchecked") // what the handler has added
  private static List<Integer> handled(Object seen) {
    return (List<Integer>) seen;
  }

  @Test
  void whatHasComeAndWhatWaitsSurviveAReplacement() {
    open(
        "",
        stream -> {
          for (String text : String.valueOf(stream.ctx().queryParam("say")).split(",", -1)) {
            stream.send(new ServerEvent.Uppercase(text));
          }
          for (ClientEvent event : stream.messages()) {
            stream.send(answer(event));
          }
        });
    assertThat(
            js(
                """
                let arrived = 0;
                window.WebSocket = class extends WebSocket {
                  constructor(...all) {
                    super(...all);
                    this.addEventListener('message', () => { arrived++; });
                  }
                };
                const socket = Silcrow.socket('/api/echo', {query: {say: 'a,b,c'}});
                while (arrived < 3) await new Promise((resolve) => { setTimeout(resolve); });
                socket.set('/api/echo', {query: {say: 'd'}});
                const status = socket.status;
                const sent = ['x', 'y'].map((text) => socket.send({TextInput: text}));
                const heard = [];
                for await (const {Uppercase} of socket) {
                  if (heard.push(Uppercase) === 6) break;
                }
                return [status, await Promise.all(sent), heard.join()];
                """))
        .isEqualTo(List.of("connecting", List.of(true, true), "a,b,c,d,X,Y"));
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
