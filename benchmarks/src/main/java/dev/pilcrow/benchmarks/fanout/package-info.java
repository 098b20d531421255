/** What it costs to send one message to many: ours and others' servers, side by side. */
@NullMarked
package dev.pilcrow.benchmarks.fanout;

import org.jspecify.annotations.NullMarked;
