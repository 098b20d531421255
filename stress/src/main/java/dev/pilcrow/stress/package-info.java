/**
 * What threads may do to the topics of one process at the same time, and what must never come of
 * it.
 */
@NullMarked
package dev.pilcrow.stress;

import org.jspecify.annotations.NullMarked;
