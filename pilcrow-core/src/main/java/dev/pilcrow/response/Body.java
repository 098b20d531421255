package dev.pilcrow.response;

import org.jspecify.annotations.Nullable;

/** Makes a body on demand. Runs at most once for each response, and only when its arm is chosen. */
@FunctionalInterface
public interface Body<T> {
  /**
   * The body; null is JSON's null, and no markup. What this throws reaches the application's
   * exception handlers.
   */
  @Nullable T get() throws Exception;
}
