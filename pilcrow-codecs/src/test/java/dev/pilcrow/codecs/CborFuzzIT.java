package dev.pilcrow.codecs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Half a minute of {@link DecoderFuzzTest#cbor} in every build. */
@EnabledForJreRange(max = JRE.JAVA_21)
class CborFuzzIT {
  private final Decoding decoding = new Decoding(Codecs.cbor());

  @FuzzTest(maxDuration = "30s")
  void fuzz(byte[] bytes) {
    decoding.check(bytes);
  }
}
