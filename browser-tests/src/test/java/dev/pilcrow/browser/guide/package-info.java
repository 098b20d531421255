/** The guides' applications in a real browser. */
@NullMarked
package dev.pilcrow.browser.guide;

import org.jspecify.annotations.NullMarked;
