package dev.pilcrow.chat;

/**
 * A place to talk.
 *
 * @param slug its name in addresses: lower-case letters, digits and hyphens
 */
public record Room(long id, String slug, String name, String purpose) {}
