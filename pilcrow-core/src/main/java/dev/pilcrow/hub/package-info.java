/** Topics: logs of events that many connections follow, each with a cursor of its own. */
@NullMarked
package dev.pilcrow.hub;

import org.jspecify.annotations.NullMarked;
