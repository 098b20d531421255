/** What a user sent in a form, what is wrong with it, and how the page says so. */
@NullMarked
package dev.pilcrow.form;

import org.jspecify.annotations.NullMarked;
