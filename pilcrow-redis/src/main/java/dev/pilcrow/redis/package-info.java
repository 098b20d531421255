/** Topics that several machines share, kept in Redis. */
@NullMarked
package dev.pilcrow.redis;

import org.jspecify.annotations.NullMarked;
