/** A chat on Pilcrow: rooms, history, presence, over one page handler and one live handler. */
@NullMarked
package dev.pilcrow.chat;

import org.jspecify.annotations.NullMarked;
