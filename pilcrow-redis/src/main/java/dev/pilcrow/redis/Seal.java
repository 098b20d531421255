package dev.pilcrow.redis;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs events and checks signatures; without a key nothing is signed and anything taken. */
final class Seal {
  private static final String ALGORITHM = "HmacSHA256";
  private final @Nullable SecretKeySpec key;

  Seal(byte @Nullable [] key) {
    this.key = key == null ? null : new SecretKeySpec(key, ALGORITHM);
  }

  /** The signature of an event in a topic, or nothing without a key. */
  byte[] sign(String topic, String nonce, byte[] event) {
    if (key == null) {
      return new byte[0];
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((topic + '\n' + nonce + '\n').getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(event)).getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Expected a JDK with HmacSHA256", e);
    }
  }

  boolean signed(String topic, String nonce, byte[] event, byte[] signature) {
    return key == null || MessageDigest.isEqual(sign(topic, nonce, event), signature);
  }
}
