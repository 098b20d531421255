package dev.pilcrow.chat;

import java.time.ZoneId;

/**
 * Who asks for a page, from their cookies.
 *
 * @param named whether they have chosen their name themselves
 * @param theme auto, light or dark
 * @param zone where they are, as their browser said, or UTC
 */
record Visitor(Person person, boolean named, String theme, ZoneId zone) {}
