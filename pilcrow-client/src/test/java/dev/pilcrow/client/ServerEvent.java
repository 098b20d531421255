package dev.pilcrow.client;

import dev.pilcrow.channel.Tuple;

/** From the server to the client. */
sealed interface ServerEvent {
  @Tuple
  record Uppercase(String text) implements ServerEvent {}

  record Welcome(String name, int age, String token) implements ServerEvent {}
}
