/** Paths of live connections, declared once and shared by page, handler and client. */
@NullMarked
package dev.pilcrow.route;

import org.jspecify.annotations.NullMarked;
