/** JSON, CBOR and MessagePack for typed channels, bounded and fit for peers nobody trusts. */
@NullMarked
package dev.pilcrow.codecs;

import org.jspecify.annotations.NullMarked;
