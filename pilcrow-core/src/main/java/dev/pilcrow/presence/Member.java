package dev.pilcrow.presence;

import java.util.List;

/**
 * Somebody who is in a group, once however many connections they have.
 *
 * @param key who it is, such as a user's id
 * @param metas what each of their connections said about itself, of each machine the newest eight,
 *     oldest first; never empty
 */
public record Member<M>(String key, List<M> metas) {
  public Member {
    metas = List.copyOf(metas);
  }

  /** What one of their connections says: of one machine's, the newest. */
  public M meta() {
    return metas.get(metas.size() - 1);
  }
}
