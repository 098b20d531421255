/** Who is there: members of groups, across connections and machines. */
@NullMarked
package dev.pilcrow.presence;

import org.jspecify.annotations.NullMarked;
