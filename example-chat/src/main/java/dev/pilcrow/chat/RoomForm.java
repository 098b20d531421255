package dev.pilcrow.chat;

/** A form for a new room: what was typed, and why it was refused, or empty. */
public record RoomForm(String name, String purpose, String notice) {}
