/** The chat, with real databases, a real server and real sockets. */
@NullMarked
package dev.pilcrow.chat;

import org.jspecify.annotations.NullMarked;
