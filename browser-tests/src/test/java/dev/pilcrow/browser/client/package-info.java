/** Silcrow.js in a real browser, against a plain server that says exactly what a test wants. */
@NullMarked
package dev.pilcrow.browser.client;

import org.jspecify.annotations.NullMarked;
