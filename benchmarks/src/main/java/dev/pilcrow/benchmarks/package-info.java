/** Measurements of Pilcrow against named peers, interleaved in one run. */
@NullMarked
package dev.pilcrow.benchmarks;

import org.jspecify.annotations.NullMarked;
