/** What a handler answers: replies, the modifiers on them, and the choice among them. */
@NullMarked
package dev.pilcrow.response;

import org.jspecify.annotations.NullMarked;
