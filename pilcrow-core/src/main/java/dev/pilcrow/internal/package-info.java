/** What several modules of Pilcrow need. Not for applications: it may change with any version. */
@NullMarked
package dev.pilcrow.internal;

import org.jspecify.annotations.NullMarked;
