/** The chat as people use it: in browsers, on phones, without script, through outages. */
@NullMarked
package dev.pilcrow.browser.chat;

import org.jspecify.annotations.NullMarked;
