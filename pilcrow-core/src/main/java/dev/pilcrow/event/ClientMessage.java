package dev.pilcrow.event;

import dev.pilcrow.ledger.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * What a client sent, and the id it gave it.
 *
 * @param id null when it has none, or one that is no id; the content is malformed then
 */
public record ClientMessage(Decoded content, @Nullable MessageId id) {}
