package dev.pilcrow.javalin;

import dev.pilcrow.channel.Tuple;
import dev.pilcrow.channel.WireFormat;
import dev.pilcrow.channel.WsChannel;
import dev.pilcrow.route.WsRoute;
import java.util.Locale;

/** The channel of these tests: the uppercase echo of Dioxus' guide. */
final class Typed {
  sealed interface ClientEvent {
    @Tuple
    record TextInput(String text) implements ClientEvent {}

    record Move(int x, int y) implements ClientEvent {}

    record Leave() implements ClientEvent {}
  }

  sealed interface ServerEvent {
    @Tuple
    record Uppercase(String text) implements ServerEvent {}
  }

  static final WsRoute ROUTE = WsRoute.of("/api/uppercase_ws");

  private Typed() {}

  static WsChannel<ClientEvent, ServerEvent> channel(WireFormat format) {
    return WsChannel.of(ROUTE, format, ClientEvent.class, ServerEvent.class);
  }

  /** Answers each text in upper case, until the connection closes. */
  static void echo(TypedStream<ClientEvent, ServerEvent> stream) {
    for (ClientEvent event : stream.messages()) {
      stream.send(answer(event));
    }
  }

  static ServerEvent answer(ClientEvent event) {
    return new ServerEvent.Uppercase(
        event instanceof ClientEvent.TextInput input
            ? input.text().toUpperCase(Locale.ROOT)
            : event.toString());
  }
}
