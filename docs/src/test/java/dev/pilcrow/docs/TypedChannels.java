package dev.pilcrow.docs;

import dev.pilcrow.channel.Tuple;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.client.Reconnect;
import dev.pilcrow.client.SocketOptions;
import dev.pilcrow.client.SocketState;
import dev.pilcrow.client.TypedSocket;
import dev.pilcrow.client.WsClient;
import dev.pilcrow.codecs.Codecs;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.TypedCallbacks;
import dev.pilcrow.route.WsRoute;
import dev.pilcrow.ws.WsReceive;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The samples of the guide to typed channels. */
public final class TypedChannels {
  // tag::messages[]
  sealed interface ClientEvent {
    @Tuple record TextInput(String text) implements ClientEvent {}
  }

  sealed interface ServerEvent {
    @Tuple record Uppercase(String text) implements ServerEvent {}
  }
  // end::messages[]

  // tag::channel[]
  record Person(String name, int age) {}

  static final WsChannel<ClientEvent, ServerEvent> UPPERCASE =
      WsChannel.of(WsRoute.of("/api/uppercase_ws"), Codecs.json(), ClientEvent.class, ServerEvent.class)
          .or(Codecs.cbor())
          .parameters(Person.class);
  // end::channel[]

  public static void server(Pilcrow pilcrow) {
    // tag::server[]
    pilcrow.ws(UPPERCASE, stream -> {
      Person person = stream.parameters(Person.class);
      for (ClientEvent event : stream.messages())
        if (event instanceof ClientEvent.TextInput input)
          stream.send(new ServerEvent.Uppercase(person.name() + ": " + input.text().toUpperCase(Locale.ROOT)));
    });
    // end::server[]
  }

  static void callbacks(
      Pilcrow pilcrow, WsChannel<ClientEvent, ServerEvent> channel, Collection<Integer> seen) {
    // tag::callbacks[]
    pilcrow.ws(channel, TypedCallbacks.<ClientEvent, ServerEvent>onMessage(
            (stream, event) -> stream.send(new ServerEvent.Uppercase(event.toString())))
        .onClose((stream, close) -> seen.add(close.code())));
    // end::callbacks[]
  }

  static void topics(Pilcrow pilcrow) {
    // tag::topics[]
    pilcrow.ws(CURSORS, stream -> {
      var room = pilcrow.hub().topic(stream.pathParam("room"), CURSORS);
      room.subscribe(stream);
      for (Cursor cursor : stream.messages())
        room.publish(cursor, stream);
    });
    // end::topics[]
  }

  // tag::cursors[]
  record Cursor(String who, int x, int y) {}

  static final WsChannel<Cursor, Cursor> CURSORS =
      WsChannel.of(WsRoute.of("/ws/cursors/{room}"), Codecs.json(), Cursor.class, Cursor.class).or(Codecs.cbor());
  // end::cursors[]

  static String client(String address) throws InterruptedException {
    // tag::client[]
    try (var client = WsClient.to(address);
        var socket = client.connect(UPPERCASE.with(new Person("John", 30)))) {
      socket.send(new ClientEvent.TextInput("hello"));
      if (socket.receive() instanceof WsReceive.Message<ServerEvent> message
          && message.value() instanceof ServerEvent.Uppercase answer)
        return answer.text();
    }
    // end::client[]
    return "";
  }

  static SocketOptions options(String token, List<SocketState> seen) {
    // tag::options[]
    var options = SocketOptions.defaults()
        .header("Authorization", "Bearer " + token)
        .reconnect(Reconnect.backoff());
    // end::options[]
    return options;
  }

  static void watch(TypedSocket<ClientEvent, ServerEvent> socket, List<SocketState> seen) {
    // tag::states[]
    socket.onState(seen::add);
    // end::states[]
  }

  static WsEvent page(WsClient client, WsRoute chat) throws InterruptedException {
    // tag::page[]
    try (var page = client.connect(WsChannel.events(chat))) {
      for (WsEvent event : page.messages()) {
        return event;
      }
    }
    // end::page[]
    throw new IllegalStateException("The page said nothing.");
  }

  private TypedChannels() {}
}
