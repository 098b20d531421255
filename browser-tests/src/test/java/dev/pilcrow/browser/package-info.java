/** Tests in a real browser. */
@NullMarked
package dev.pilcrow.browser;

import org.jspecify.annotations.NullMarked;
