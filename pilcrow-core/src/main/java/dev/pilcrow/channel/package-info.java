/** Typed channels: WebSockets whose messages are Java types, declared once for all peers. */
@NullMarked
package dev.pilcrow.channel;

import org.jspecify.annotations.NullMarked;
