package dev.pilcrow.chat;

import java.util.Locale;

/**
 * Somebody in the chat.
 *
 * @param id public and stable; made from the secret in the person's cookie, which it does not tell
 * @param avatar the hash of their picture, or empty while they have none
 */
public record Person(String id, String name, String avatar) {
  /** Somebody without a picture. */
  public Person(String id, String name) {
    this(id, name, "");
  }

  /** Where the picture is, or empty. Another picture has another address. */
  public String picture() {
    return avatar.isEmpty() ? "" : "/avatars/" + id + "/" + avatar;
  }

  /** One of twelve colours, 1 to 12, always the same for a person. */
  public int hue() {
    return Math.floorMod(id.hashCode(), 12) + 1;
  }

  /** One or two letters for the avatar. */
  public String initials() {
    String[] words = name.strip().split("[\\s_.-]+", 3);
    StringBuilder initials = new StringBuilder();
    for (int i = 0; i < Math.min(2, words.length); i++) {
      if (!words[i].isEmpty()) {
        initials.appendCodePoint(words[i].codePointAt(0));
      }
    }
    return initials.isEmpty() ? "?" : initials.toString().toUpperCase(Locale.ROOT);
  }
}
