package dev.pilcrow.javalin;

import dev.pilcrow.ledger.MessageId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Names of messages that applications may store and show: the digest of the id, from which nobody
 * learns the client's own id and could speak for it.
 */
final class MessageNames {
  private MessageNames() {}

  static String of(MessageId id) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(id.toString().getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Expected a JDK with SHA-256", e);
    }
  }
}
