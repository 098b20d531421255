package dev.pilcrow.docs;

import dev.pilcrow.channel.Tuple;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.client.Reconnect;
import dev.pilcrow.client.SocketOptions;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.TypedStream;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsReceive;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.UnauthorizedResponse;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/** The uppercase echo of the guide to typed channels, in all its forms. */
@NullMarked
public final class UppercaseEcho {
  // tag::strings[]
  static final WsChannel<String, String> STRINGS =
      WsChannel.of(WsRoute.of("/echo/strings"), Codecs.json(), String.class, String.class);
  // end::strings[]

  // tag::events[]
  sealed interface ClientEvent {
    @Tuple record TextInput(String text) implements ClientEvent {}
    record Clear() implements ClientEvent {}
  }

  sealed interface ServerEvent {
    @Tuple record Uppercase(String text) implements ServerEvent {}
    record Cleared(String by) implements ServerEvent {}
  }

  static final WsChannel<ClientEvent, ServerEvent> EVENTS =
      WsChannel.of(WsRoute.of("/echo/events"), Codecs.json(), ClientEvent.class, ServerEvent.class);
  // end::events[]

  // tag::cbor[]
  static final WsChannel<ClientEvent, ServerEvent> CBOR =
      WsChannel.of(WsRoute.of("/echo/cbor"), Codecs.cbor(), ClientEvent.class, ServerEvent.class);
  // end::cbor[]

  // tag::person[]
  record Person(String name, int age) {}

  static final WsChannel<ClientEvent, ServerEvent> PERSON =
      WsChannel.of(WsRoute.of("/echo/person"), Codecs.cbor(), ClientEvent.class, ServerEvent.class)
          .parameters(Person.class);
  // end::person[]

  static final WsChannel<String, String> TEAM =
      WsChannel.of(WsRoute.of("/echo/team"), Codecs.json(), String.class, String.class);

  /** The application that the guide begins with. */
  public static Javalin start(int port) {
    // tag::start[]
    Javalin app = Javalin.create(config -> strings(Pilcrow.install(config)));
    app.start("127.0.0.1", port);
    // end::start[]
    return app;
  }

  // tag::serve-strings[]
  public static void strings(Pilcrow pilcrow) {
    pilcrow.ws(STRINGS, stream -> {
      stream.send("Hello!");
      for (String text : stream.messages())
        stream.send(text.toUpperCase(Locale.ROOT));
    });
  }
  // end::serve-strings[]

  /** The other forms. */
  public static void serve(JavalinConfig config, Pilcrow pilcrow) {
    // tag::serve-events[]
    pilcrow.ws(EVENTS, stream -> {
      for (ClientEvent event : stream.messages())
        stream.send(answer(event));
    });
    // end::serve-events[]
    pilcrow.ws(CBOR, UppercaseEcho::echo);
    // tag::serve-person[]
    pilcrow.ws(PERSON, stream -> {
      Person person = stream.parameters(Person.class);
      stream.send(new ServerEvent.Cleared(person.name() + ", " + person.age()));
    });
    // end::serve-person[]
    // tag::serve-team[]
    config.routes.wsBeforeUpgrade("/echo/team", ctx -> {
      if (ctx.header("X-Team") == null)
        throw new UnauthorizedResponse("Expected a header X-Team.");
    });
    pilcrow.ws(TEAM, stream -> stream.send("Hello, " + stream.ctx().header("X-Team")));
    // end::serve-team[]
  }

  private static void echo(TypedStream<ClientEvent, ServerEvent> stream) {
    for (ClientEvent event : stream.messages())
      stream.send(answer(event));
  }

  // tag::answer[]
  static ServerEvent answer(ClientEvent event) {
    return event instanceof ClientEvent.TextInput input
        ? new ServerEvent.Uppercase(input.text().toUpperCase(Locale.ROOT))
        : new ServerEvent.Cleared("you");
  }
  // end::answer[]

  static void talk(String address, Consumer<String> out) throws InterruptedException {
    // tag::talk[]
    try (var client = WsClient.to(address);
        var socket = client.connect(STRINGS)) {
      socket.send("abc");
      for (String text : socket.messages()) {
        out.accept(text); // Hello!, then ABC
        if (text.equals("ABC"))
          break;
      }
    }
    // end::talk[]
  }

  static WsReceive<ServerEvent> person(WsClient client) throws InterruptedException {
    // tag::talk-person[]
    try (var socket = client.connect(PERSON.with(new Person("John", 30)))) {
      return socket.receive();
    }
    // end::talk-person[]
  }

  static WsReceive<String> team(WsClient client) throws InterruptedException {
    // tag::talk-team[]
    var options = SocketOptions.defaults().header("X-Team", "blue");
    try (var socket = client.connect(TEAM, options)) {
      return socket.receive();
    }
    // end::talk-team[]
  }

  static void stay(WsClient client, Consumer<Object> out, BlockingQueue<String> typed)
      throws InterruptedException {
    // tag::stay[]
    var options = SocketOptions.defaults().reconnect(Reconnect.backoff());
    try (var socket = client.connect(EVENTS, options)) {
      socket.onState(out::accept); // OPEN, CONNECTING when the server goes, OPEN when it is back
      for (String text = typed.take(); !text.isEmpty(); text = typed.take()) {
        socket.send(new ClientEvent.TextInput(text)); // waits for the connection, also for the next
        out.accept(socket.receive());
      }
    }
    // end::stay[]
  }

  private UppercaseEcho() {}
}
