/** The samples of the guides, as tests. */
@NullMarked
package dev.pilcrow.docs;

import org.jspecify.annotations.NullMarked;
