/** Content negotiation between a page and its data, by the Accept header (RFC 9110). */
@NullMarked
package dev.pilcrow.negotiate;

import org.jspecify.annotations.NullMarked;
