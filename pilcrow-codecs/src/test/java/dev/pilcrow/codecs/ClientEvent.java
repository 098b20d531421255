package dev.pilcrow.codecs;

import dev.pilcrow.channel.Tuple;
import java.util.List;
import java.util.Optional;

/** The messages of {@code wire/typed}, as Java declares what Rust does there. */
sealed interface ClientEvent {
  record Left() implements ClientEvent {}

  @Tuple
  record TextInput(String text) implements ClientEvent {}

  record Moved(int x, int y) implements ClientEvent {}

  record Typing(Optional<String> who) implements ClientEvent {}

  @Tuple
  record Pair(int number, String word) implements ClientEvent {}

  record Connected(List<String> messages) implements ClientEvent {}

  record Numbers(int small, long big, double real, boolean flag) implements ClientEvent {}
}
