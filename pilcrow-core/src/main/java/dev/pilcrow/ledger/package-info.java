/** Which messages of which clients have been handled, so that none is handled twice. */
@NullMarked
package dev.pilcrow.ledger;

import org.jspecify.annotations.NullMarked;
