package dev.pilcrow.channel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record whose components have no names on the wire: one component stands for itself,
 * several are an array. It is what a tuple struct or tuple variant is in Rust.
 *
 * <p>{@code @Tuple record TextInput(String text) implements ClientEvent} is written as {@code
 * {"TextInput":"abc"}}; without the annotation it would be {@code {"TextInput":{"text":"abc"}}}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Tuple {}
