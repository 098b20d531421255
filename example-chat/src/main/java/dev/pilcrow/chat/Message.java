package dev.pilcrow.chat;

import java.time.Instant;

/**
 * What somebody said in a room.
 *
 * @param id grows with each message of a room
 * @param author the name the author had at the time
 * @param text as typed; {@link Markup} makes HTML of it
 */
public record Message(long id, String authorId, String author, String text, Instant sentAt) {}
