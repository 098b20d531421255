package dev.pilcrow.chat;

/** A room beside a page: how much is unread, and whether the page is in it. */
public record RoomLink(String slug, String name, int unread, boolean current) {}
