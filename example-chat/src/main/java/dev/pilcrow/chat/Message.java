package dev.pilcrow.chat;

import java.time.Instant;

/**
 * What somebody said in a room.
 *
 * @param id grows with each message of a room
 * @param author under the name they had at the time, with the picture they have now
 * @param text as typed; {@link Markup} makes HTML of it
 */
public record Message(long id, Person author, String text, Instant sentAt) {}
