/** Live events, their JSON wire format, and the JSON limits every message from a stranger meets. */
@NullMarked
package dev.pilcrow.event;

import org.jspecify.annotations.NullMarked;
