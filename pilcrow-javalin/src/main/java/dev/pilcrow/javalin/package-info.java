/** Pilcrow in a Javalin application: replies, live connections, and what keeps strangers out. */
@NullMarked
package dev.pilcrow.javalin;

import org.jspecify.annotations.NullMarked;
