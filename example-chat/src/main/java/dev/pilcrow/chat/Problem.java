package dev.pilcrow.chat;

/** Why there is no page. */
public record Problem(int status, String title, String detail) {}
