/** Typed channels from Java programs and tests, on java.net.http and nothing else. */
@NullMarked
package dev.pilcrow.client;

import org.jspecify.annotations.NullMarked;
