package dev.pilcrow.chat;

import java.util.List;

/**
 * What surrounds every page.
 *
 * @param kind what the page is, for the style sheet: room, rooms, form, me, operator or trouble
 * @param theme auto, light or dark
 * @param scriptTag Silcrow.js, as a script element
 */
public record Shell(
    String kind,
    String title,
    Person me,
    String theme,
    List<RoomLink> rooms,
    String style,
    String script,
    String icon,
    String scriptTag) {}
