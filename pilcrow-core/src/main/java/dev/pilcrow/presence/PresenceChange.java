package dev.pilcrow.presence;

import java.util.List;

/**
 * What has changed in a group since its last change was told. At least one list has an element.
 *
 * @param group the group
 * @param joined who was not there and now is
 * @param left who was there and is not, with what was last known of them
 * @param updated who has other connections or says something else than before
 */
public record PresenceChange<M>(
    String group, List<Member<M>> joined, List<Member<M>> left, List<Member<M>> updated) {
  public PresenceChange {
    joined = List.copyOf(joined);
    left = List.copyOf(left);
    updated = List.copyOf(updated);
  }
}
