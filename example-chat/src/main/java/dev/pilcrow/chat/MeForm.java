package dev.pilcrow.chat;

/** A form for a name: what was typed, and why it was refused, or empty. */
public record MeForm(String name, String notice) {}
