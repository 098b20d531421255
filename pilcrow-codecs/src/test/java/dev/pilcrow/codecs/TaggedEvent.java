package dev.pilcrow.codecs;

import java.util.List;
import java.util.Optional;

/** The same with a field {@code type}. */
sealed interface TaggedEvent {
  record Left() implements TaggedEvent {}

  record Moved(int x, int y) implements TaggedEvent {}

  record Typing(Optional<String> who) implements TaggedEvent {}

  record Connected(List<String> messages) implements TaggedEvent {}
}
