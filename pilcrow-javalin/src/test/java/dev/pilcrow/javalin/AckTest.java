package dev.pilcrow.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.route.WsRoute;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A route that takes messages with an id, and clients for it. */
abstract class AckTest {
  static final WsRoute ROUTE = WsRoute.of("/ws/acks");
  static final String CLIENT = "q9Zb3fKx0hYtW5uR1sVnAg";

  /** The two ways to serve a route. */
  enum Style {
    LOOP,
    CALLBACKS;

    void serve(Pilcrow pilcrow, Handling handling) {
      if (this == CALLBACKS) {
        pilcrow.ws(ROUTE, WsCallbacks.create().onEvent(handling::handle));
      } else {
        pilcrow.ws(
            ROUTE,
            stream -> {
              for (WsEvent event : stream.events()) {
                handling.handle(stream, event);
              }
            });
      }
    }
  }

  interface Handling {
    void handle(WsStream stream, WsEvent event) throws Exception;
  }

  final List<String> handled = new CopyOnWriteArrayList<>();
  final Handling recording = (stream, event) -> handled.add(name(event));

  static String name(WsEvent event) {
    return ((WsEvent.Custom) event).event();
  }

  static TestServer serve(Style style, Handling handling) {
    return TestServer.start((config, pilcrow) -> style.serve(pilcrow, handling));
  }

  static URI uri(TestServer server) {
    return server.ws("/ws/acks?silcrow=1");
  }

  /** A client that understands control frames, after its greeting. */
  static TestSocket connect(TestServer server) throws InterruptedException {
    TestSocket socket = TestSocket.open(uri(server));
    assertThat(socket.next()).contains("\"type\":\"hello\"", "\"ack\":true");
    return socket;
  }

  static String message(String event, String id) {
    return "{\"event\":\"" + event + "\",\"id\":\"" + id + "\"}";
  }

  static String message(String event, int number) {
    return message(event, CLIENT + ":" + number);
  }

  static String ack(int number) {
    return "{\"type\":\"ack\",\"id\":\"" + CLIENT + ":" + number + "\"}";
  }

  static String nack(int number, String reason) {
    return "{\"type\":\"nack\",\"id\":\"%s:%d\",\"reason\":\"%s\"}"
        .formatted(CLIENT, number, reason);
  }
}
