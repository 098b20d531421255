package dev.pilcrow.chat;

/**
 * A place to talk.
 *
 * @param slug its name in addresses, which stays when the room is renamed
 * @param openedBy the id of the person who opened it; empty for rooms that are everybody's
 */
public record Room(long id, String slug, String name, String purpose, String openedBy) {

  /** Whether a person may give the room another name. */
  boolean mayRename(Person person) {
    return openedBy.isEmpty() || openedBy.equals(person.id());
  }
}
