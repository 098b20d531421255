package dev.pilcrow.chat;

/**
 * Why there is no page.
 *
 * @param reference what stands in the log, too; empty for mistakes of the visitor
 */
public record Trouble(int status, String title, String detail, String reference) {}
