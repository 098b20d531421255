package dev.pilcrow.client;

import dev.pilcrow.channel.Tuple;

/** From the client to the server. */
sealed interface ClientEvent {
  @Tuple
  record TextInput(String text) implements ClientEvent {}

  record Leave() implements ClientEvent {}
}
