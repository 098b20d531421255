package dev.pilcrow.response;

import java.util.Arrays;

/**
 * Modifiers without a body. Immutable and thread-safe.
 *
 * <p>Single values (status, retarget, pushHistory, navigate, sse, ws, a header of one name) are
 * replaced by later ones. Toasts, patches, invalidations and triggers add up in order; of two
 * triggers of one name the later detail counts.
 */
public final class Effects implements Modifiers<Effects> {
  static final Effects NONE = new Effects();

  private final Change[] changes;

  private Effects(Change... changes) {
    this.changes = changes;
  }

  static Effects of(Change change) {
    return new Effects(change);
  }

  /** These modifiers, followed by others. */
  public Effects plus(Effects others) {
    if (others.changes.length == 0) {
      return this;
    }
    if (changes.length == 0) {
      return others;
    }
    Change[] all = Arrays.copyOf(changes, changes.length + others.changes.length);
    System.arraycopy(others.changes, 0, all, changes.length, others.changes.length);
    return new Effects(all);
  }

  @Override
  public Effects with(Effects more) {
    return plus(more);
  }

  void applyTo(Settled settled) {
    for (Change change : changes) {
      change.applyTo(settled);
    }
  }

  /** One modifier, checked and encoded already. */
  @FunctionalInterface
  interface Change {
    void applyTo(Settled settled);
  }
}
