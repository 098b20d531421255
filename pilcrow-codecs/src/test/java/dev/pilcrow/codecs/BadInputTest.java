package dev.pilcrow.codecs;

import static dev.pilcrow.codecs.Messages.hex;
import static dev.pilcrow.codecs.Messages.reason;
import static dev.pilcrow.codecs.Messages.utf8;
import static dev.pilcrow.codecs.Messages.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilcrow.channel.Codec;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {
  private final Codec<ClientEvent> json = Codecs.json().codec(ClientEvent.class);
  private final Codec<ClientEvent> cbor = Codecs.cbor().codec(ClientEvent.class);
  private final Codec<ClientEvent> pack = Codecs.messagePack().codec(ClientEvent.class);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | Expected",
        "{ | Expected one value in well-formed JSON, line 1, column 2.",
        "{\"Moved\":{\"x\":1 | Expected one value in well-formed JSON",
        "\"Left\" x | Expected one value in well-formed JSON",
        "\"Left\"\"Left\" | Expected ClientEvent but found another type of value or none",
        "null | Expected ClientEvent but found null.",
        "5 | Expected a variant of ClientEvent",
        "[] | Expected a variant of ClientEvent",
        "{} | Expected a variant of ClientEvent: Left, TextInput, Moved, Typing, Pair, Connected,"
            + " Numbers",
        "\"SECRET\" | Expected a variant of ClientEvent: Left",
        "{\"SECRET\":1} | Expected a variant of ClientEvent: Left",
        "\"Moved\" | Expected the content of a variant of ClientEvent",
        "{\"Moved\":null} | Expected the content of a variant of ClientEvent",
        "{\"TextInput\":null} | Expected the content of a variant of ClientEvent",
        "{\"Left\":{\"x\":1}} | Expected no content in this variant of ClientEvent",
        "{\"Left\":null,\"Moved\":{\"x\":1,\"y\":2}} | Expected one variant of ClientEvent, not"
            + " several fields",
        "{\"Moved\":{\"x\":1,\"y\":2},\"SECRET\":1} | Expected one variant of ClientEvent, not"
            + " several fields",
        "{\"Moved\":{\"x\":1}} | Expected ClientEvent but found another type of value or none at y",
        "{\"Moved\":{\"x\":1,\"y\":null}} | Expected ClientEvent but found another type of value or"
            + " none at y",
        "{\"Moved\":{\"x\":1,\"x\":1,\"y\":2}} | Expected each field once but found one twice",
        "{\"Moved\":{\"x\":1,\"y\":\"SECRET\"}} | Expected ClientEvent but found another type of"
            + " value or none at y",
        "{\"Moved\":{\"x\":1,\"y\":\"2\"}} | Expected ClientEvent but found another type of value"
            + " or none at y",
        "{\"Moved\":{\"x\":1,\"y\":2.5}} | Expected ClientEvent but found another type of value or"
            + " none at y",
        "{\"Moved\":{\"x\":1,\"y\":2147483648}} | Expected",
        "{\"Moved\":[1,2]} | Expected ClientEvent but found another type of value or none",
        "{\"TextInput\":5} | Expected ClientEvent but found another type of value or none",
        "{\"TextInput\":{\"text\":\"SECRET\"}} | Expected ClientEvent but found another type of"
            + " value or none",
        "{\"Pair\":[1]} | Expected ClientEvent but found another type of value or none",
        "{\"Pair\":{\"number\":1,\"word\":\"SECRET\"}} | Expected ClientEvent but found another"
            + " type of value or none",
        "{\"Connected\":{\"messages\":\"SECRET\"}} | Expected ClientEvent but found another type of"
            + " value or none at messages",
        "{\"Typing\":{\"who\":5}} | Expected ClientEvent but found another type of value or none at"
            + " who"
      })
  void malformedJsonSaysWhatWasExpectedAndQuotesNothing(String text, String reason) {
    assertThat(reason(json, utf8(text))).startsWith(reason).endsWith(".").doesNotContain("SECRET");
  }

  @Test
  void unknownFieldsAreIgnoredAndOptionalOnesMayBeAbsent() {
    assertThat(value(json, utf8("{\"Moved\":{\"x\":1,\"new\":[{}],\"y\":2}}")))
        .isEqualTo(new ClientEvent.Moved(1, 2));
    assertThat(value(json, utf8("{\"Typing\":{}}"))).hasToString("Typing[who=Optional.empty]");
    assertThat(value(json, utf8("{\"Left\":{}}"))).isEqualTo(new ClientEvent.Left());
    assertThat(value(json, utf8("{\"Left\":null}"))).isEqualTo(new ClientEvent.Left());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22ff22", // no first byte
        "22c3", // the message ends in a character
        "22c0af22", // an overlong slash
        "22eda08022", // half of a surrogate pair
        "22f490808022", // beyond Unicode
        "22e28222", // a character of three bytes with two
        "61626364656667686162636465666768ff" // behind what is checked eight bytes at a time
      })
  void otherBytesThanUtf8AreNoJson(String digits) {
    assertThat(reason(Codecs.json().codec(String.class), hex(digits)))
        .isEqualTo("Expected JSON in UTF-8.");
  }

  @ParameterizedTest
  @CsvSource({
    "'',Expected more after byte 0",
    "a1,Expected as much as the length at byte 1",
    "a1654d6f766564,Expected more after byte 7",
    "644c6566,Expected as much as the length at byte 1",
    "644c65667400,Expected the end after byte 5",
    "ff,Expected a value but found an end mark",
    "1c,Expected CBOR before byte 1",
    "5b7fffffffffffffff,Expected as much as the length",
    "7b7fffffffffffffff,Expected as much as the length",
    "9b7fffffffffffffff,Expected as much as the length",
    "bb7fffffffffffffff,Expected as much as the length",
    "9bffffffffffffffff,Expected as much as the length",
    "9a7fffffff,Expected as much as the length",
    "a10102,Expected a text as the name of a field before byte 2",
    "a1410102,Expected a text as the name of a field before byte 2",
    "a1c1614102,Expected a text as the name of a field before byte 2",
    "bf6178ff,Expected a value but found an end mark",
    "bf61780161,Expected as much as the length",
    "9f01,Expected more after byte 2",
    "7f6161,Expected more after byte 3",
    "7f4161ff,Expected a part of a string before byte 2",
    "62c3ff,Expected UTF-8 from byte 1",
    "a161c3f6,Expected UTF-8 from byte 2",
    "d81900,Expected a value without this tag",
    "d81c80,Expected a value without this tag",
    "d81d00,Expected a value without this tag",
    "d9010080,Expected a value without this tag",
    "c1c100,Expected a value without this tag",
    "e0,'Expected false, true, null or a number'",
    "f820,'Expected false, true, null or a number'",
    "a26454797065f6644c656674f6,Expected a variant of ClientEvent",
    "a2644c656674f6644c656674f6,Expected"
  })
  void malformedCbor(String digits, String reason) {
    assertThat(reason(cbor, hex(digits))).startsWith(reason).endsWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "'',Expected more after byte 0",
    "c1,Expected MessagePack before byte 1",
    "db7fffffff,Expected as much as the length at byte 5",
    "dbffffffff,Expected as much as the length at byte 5",
    "c67fffffff,Expected as much as the length at byte 5",
    "c97fffffff,Expected as much as the length at byte 5",
    "dd7fffffff,Expected as much as the length at byte 5",
    "df7fffffff,Expected as much as the length at byte 5",
    "df40000000c0,Expected as much as the length at byte 5",
    "a44c6566,Expected as much as the length",
    "a44c656674c0,Expected the end after byte 5",
    "81,Expected as much as the length",
    "8101c0,Expected a text as the name of a field before byte 2",
    "81c0c0,Expected a text as the name of a field before byte 2",
    "81c40161c0,Expected a text as the name of a field before byte 2",
    "a2c3ff,Expected UTF-8 from byte 1",
    "d40500,Expected no extension but timestamps",
    "d4ff00,Expected no extension but timestamps",
    "d7ffffffffffffffffff,Expected a timestamp",
    "cd01,Expected more after byte 1",
    "82a44c656674c0a44c656674c0,Expected"
  })
  void malformedMessagePack(String digits, String reason) {
    assertThat(reason(pack, hex(digits))).startsWith(reason).endsWith(".");
  }

  @Test
  void duplicateFieldsAreRefusedInEveryFormat() {
    String field = "6178";
    assertThat(reason(cbor, hex("a1654d6f766564a3" + field + "01" + field + "01617902")))
        .startsWith("Expected each field once but found one twice");
    assertThat(reason(pack, hex("81a54d6f76656483a17801a17801a17902")))
        .isEqualTo("Expected each field once but found one twice.");
  }

  @Test
  void depthIsLimited() {
    for (String prefix : List.of("91", "81a161")) {
      assertThat(reason(pack, hex(prefix.repeat(65) + "c0")))
          .isEqualTo("Expected a depth of at most 64.");
    }
    for (String prefix : List.of("81", "9f", "a16161")) {
      assertThat(reason(cbor, hex(prefix.repeat(65) + "f6")))
          .isEqualTo("Expected a depth of at most 64.");
    }
    assertThat(reason(Codecs.json().codec(Object.class), utf8("[".repeat(65) + "]".repeat(65))))
        .startsWith("Expected JSON within the limits of depth, count and length");
    assertThat(value(Codecs.json().codec(Object.class), utf8("[".repeat(64) + "]".repeat(64))))
        .isNotNull();
  }

  @Test
  void theNumberOfValuesIsLimited() {
    assertThat(reason(pack, hex("dd00004e20" + "c0".repeat(20_000))))
        .isEqualTo("Expected at most 20000 values.");
    assertThat(reason(cbor, hex("9a00004e20" + "f6".repeat(20_000))))
        .isEqualTo("Expected at most 20000 values.");
    assertThat(reason(Codecs.json().codec(Object.class), utf8("[1" + ",1".repeat(40_000) + "]")))
        .startsWith("Expected JSON within the limits");
  }

  @Test
  void theSizeIsLimitedBeforeAnythingIsRead() {
    CodecLimits small = new CodecLimits(10, 8, 100);
    for (JacksonFormat format : List.of(Codecs.json(), Codecs.cbor(), Codecs.messagePack())) {
      assertThat(reason(format.limits(small).codec(String.class), ByteBuffer.allocate(11)))
          .isEqualTo("Expected at most 10 bytes but found 11.");
    }
  }

  @Test
  void hugeNumbersCostNothing() {
    record Amount(java.math.BigInteger n) {}
    Codec<Amount> amounts = Codecs.json().codec(Amount.class);
    assertThat(reason(amounts, utf8("{\"n\":" + "9".repeat(101) + "}")))
        .startsWith("Expected JSON within the limits");
    assertThat(reason(amounts, utf8("{\"n\":1e999999999}"))).startsWith("Expected");
  }

  @Test
  void positionAndLimitOfTheBytesAreKept() {
    ByteBuffer bytes = utf8("xx\"Left\"yy").position(2).limit(8);
    assertThat(value(json, bytes)).isEqualTo(new ClientEvent.Left());
    assertThat(value(json, bytes.asReadOnlyBuffer())).isEqualTo(new ClientEvent.Left());
    assertThat(bytes.position()).isEqualTo(2);
    assertThat(bytes.limit()).isEqualTo(8);
  }
}
