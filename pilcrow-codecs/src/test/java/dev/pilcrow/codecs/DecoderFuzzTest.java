package dev.pilcrow.codecs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.JRE;

/**
 * The decoders under Jazzer, one at a time: {@code JAZZER_FUZZ=1 mvn -pl pilcrow-codecs -am test
 * -Dtest=DecoderFuzzTest#messagePack}. Without the variable they are skipped. Every build fuzzes
 * each for half a minute ({@link JsonFuzzIT} and its siblings), besides {@link MutationTest}.
 * Jazzer cannot attach itself to the JVMs after 21.
 */
@EnabledForJreRange(max = JRE.JAVA_21)
@EnabledIfEnvironmentVariable(named = "JAZZER_FUZZ", matches = ".+")
class DecoderFuzzTest {
  private final Decoding json = new Decoding(Codecs.json());
  private final Decoding cbor = new Decoding(Codecs.cbor());
  private final Decoding messagePack = new Decoding(Codecs.messagePack());

  @FuzzTest(maxDuration = "10m")
  void json(byte[] bytes) {
    json.check(bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void cbor(byte[] bytes) {
    cbor.check(bytes);
  }

  @FuzzTest(maxDuration = "10m")
  void messagePack(byte[] bytes) {
    messagePack.check(bytes);
  }
}
