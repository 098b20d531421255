/** What a socket reports to the code that reads from it and writes to it. */
@NullMarked
package dev.pilcrow.ws;

import org.jspecify.annotations.NullMarked;
