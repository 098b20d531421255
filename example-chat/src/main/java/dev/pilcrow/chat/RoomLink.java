package dev.pilcrow.chat;

/** A room in the list of rooms, as one person sees it. */
public record RoomLink(String slug, String name, String purpose, int unread, boolean current) {}
