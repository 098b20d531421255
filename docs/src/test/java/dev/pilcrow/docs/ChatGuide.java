package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;

import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.WsCallbacks;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsReceive;
import io.javalin.Javalin;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The application of the WebSocket guide. */
public final class ChatGuide {
  // tag::route[]
  static final WsRoute CHAT_WS = WsRoute.of("/ws/chat");

  // end::route[]
  static final WsRoute ROOM_WS = WsRoute.of("/ws/rooms/{room}");

  // tag::say[]
  record Say(String text) {}

  // end::say[]
  record Message(int id, String author, String text) {}

  /** What became of each frame, for the test of {@code receive}. */
  final List<String> received = new CopyOnWriteArrayList<>();

  private final List<Message> messages = new CopyOnWriteArrayList<>();

  /** The application, not yet started. */
  public Javalin app() {
    return Javalin.create(
        config -> {
          // tag::install[]
          var pilcrow = Pilcrow.install(config);
          // end::install[]
          page(config, pilcrow);
          handler(pilcrow);
          topic(pilcrow);
          callbacks(pilcrow);
          receive(pilcrow);
        });
  }

  private void page(io.javalin.config.JavalinConfig config, Pilcrow pilcrow) {
    // tag::page[]
    config.routes.get("/chat", ctx -> respond(ctx,
        html(() -> layout("Chat", renderChat(messages), pilcrow.scriptTag())).ws(CHAT_WS),
        json(() -> messages)));
    // end::page[]
  }

  private void handler(Pilcrow pilcrow) {
    // tag::handler[]
    pilcrow.ws(CHAT_WS, stream -> {
      // A welcome message
      stream.send(WsEvent.patch(Map.of("status", "connected"), "#chat-status"));

      // Incoming messages, until the browser is gone
      for (WsEvent event : stream.events()) {
        if (event instanceof WsEvent.Custom custom && custom.event().equals("chat")) {
          Message saved = save(stream.read(custom, Say.class));
          stream.send(WsEvent.html(renderMessage(saved), "#messages"));
        }
      }
    });
    // end::handler[]
  }

  private void topic(Pilcrow pilcrow) {
    // tag::topic[]
    pilcrow.ws(ROOM_WS, stream -> {
      var room = pilcrow.hub().topic("room:" + stream.pathParam("room"));
      room.subscribe(stream);
      for (WsEvent event : stream.events()) {
        if (event instanceof WsEvent.Custom custom) {
          Message saved = save(stream.read(custom, Say.class));
          room.publish(WsEvent.html(renderMessage(saved), "#messages").append());
        }
      }
    });
    // end::topic[]
  }

  private static void callbacks(Pilcrow pilcrow) {
    // tag::callbacks[]
    pilcrow.ws(WsRoute.of("/ws/echo"), WsCallbacks.create()
        .onOpen(stream -> stream.send(WsEvent.custom("hello", stream.id())))
        .onEvent((stream, event) -> stream.send(event)));
    // end::callbacks[]
  }

  private void receive(Pilcrow pilcrow) {
    pilcrow.ws(WsRoute.of("/ws/strict"), stream -> {
      // tag::receive[]
      while (true) {
        WsReceive<WsEvent> next = stream.receive();
        if (next instanceof WsReceive.Closed<WsEvent> closed) {
          log("closed with " + closed.close().code());
          return;
        } else if (next instanceof WsReceive.Malformed<WsEvent> bad) {
          log("malformed: " + bad.reason());
        } else if (next instanceof WsReceive.WrongKind<WsEvent> wrong) {
          log(wrong.binary() ? "a binary frame" : "a text frame");
        } else if (next instanceof WsReceive.Message<WsEvent> message) {
          log("received " + message.value());
        }
      }
      // end::receive[]
    });
  }

  /** The five events of the guide, in its argument order. */
  static List<WsEvent> five() {
    return List.of(
        // tag::patch[]
        WsEvent.patch(Map.of("online", 42), "#user-count"),
        // end::patch[]
        // tag::html[]
        WsEvent.html("<p><strong>Alice:</strong> Hello!</p>", "#messages"),
        // end::html[]
        // tag::invalidate[]
        WsEvent.invalidate("#user-list"),
        // end::invalidate[]
        // tag::navigate[]
        WsEvent.navigate("/logout"),
        // end::navigate[]
        // tag::custom[]
        WsEvent.custom("notification", Map.of("title", "New message", "from", "Alice"))
        // end::custom[]
        );
  }

  private Message save(Say say) {
    var message = new Message(messages.size() + 1, "Alice", say.text());
    messages.add(message);
    return message;
  }

  private void log(String line) {
    received.add(line);
  }

  // tag::template[]
  static String renderMessage(Message message) {
    return """
        <div class="message" id="message-%d"><strong>%s: </strong><span>%s</span></div>"""
        .formatted(message.id(), escape(message.author()), escape(message.text()));
  }

  // end::template[]
  private static String renderChat(List<Message> messages) {
    var markup = new StringBuilder();
    messages.forEach(message -> markup.append(renderMessage(message)));
    return Samples.read("seed-chat.html").replace("<!-- history -->", markup);
  }

  private static String layout(String title, String body, String scriptTag) {
    return "<!doctype html><html lang=\"en\"><head><title>%s</title>%s</head><body>%s</body></html>"
        .formatted(title, scriptTag, body);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
