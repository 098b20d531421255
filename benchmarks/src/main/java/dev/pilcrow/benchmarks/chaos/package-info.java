/**
 * Live pages under cuts, killed servers and sleeping clients: what is lost, doubled, out of order.
 */
@NullMarked
package dev.pilcrow.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
