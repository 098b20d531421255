package dev.pilcrow.codecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.util.SimpleStreamWriteContext;
import tools.jackson.databind.ObjectWriter;

/** Writes MessagePack for Jackson. */
final class MessagePackGenerator extends PlainGenerator {
  private final ObjectWriter writer;
  private final MessagePackOutput out = new MessagePackOutput();
  private SimpleStreamWriteContext place = SimpleStreamWriteContext.createRootContext(null);

  /** Where the containers begin that are being written, by depth. */
  private int[] heads = new int[8];

  MessagePackGenerator(ObjectWriter writer) {
    this.writer = writer;
  }

  /** What has been written. */
  ByteBuffer bytes() {
    return out.copy();
  }

  @Override
  protected void _verifyValueWrite(String what) {
    if (!place.writeValue()) {
      _reportError("Expected the name of a field before it, to " + what);
    }
  }

  /** Leaves a byte for the number of items, which is known at the end. */
  private JsonGenerator start(SimpleStreamWriteContext inner) {
    int depth = inner.getNestingDepth();
    streamWriteConstraints().validateNestingDepth(depth);
    if (depth >= heads.length) {
      heads = Arrays.copyOf(heads, 2 * depth);
    }
    heads[depth] = out.size();
    out.put(0);
    place = inner;
    return this;
  }

  private JsonGenerator end(int small, int large) {
    out.count(heads[place.getNestingDepth()], place.getEntryCount(), small, large);
    place = place.clearAndGetParent();
    return this;
  }

  @Override
  public JsonGenerator writeStartArray() {
    return writeStartArray(null);
  }

  @Override
  public JsonGenerator writeStartArray(@Nullable Object value) {
    _verifyValueWrite("start an array");
    return start(place.createChildArrayContext(value));
  }

  @Override
  public JsonGenerator writeEndArray() {
    return end(0x90, 0xdc);
  }

  @Override
  public JsonGenerator writeStartObject() {
    return writeStartObject(null);
  }

  @Override
  public JsonGenerator writeStartObject(@Nullable Object value) {
    _verifyValueWrite("start an object");
    return start(place.createChildObjectContext(value));
  }

  @Override
  public JsonGenerator writeEndObject() {
    return end(0x80, 0xde);
  }

  @Override
  public JsonGenerator writeName(String name) {
    return name(name, utf8(name));
  }

  @Override
  public JsonGenerator writeName(SerializableString name) {
    return name(name.getValue(), name.asUnquotedUTF8());
  }

  @Override
  public JsonGenerator writePropertyId(long id) {
    return writeName(Long.toString(id));
  }

  private JsonGenerator name(String name, byte[] utf8) {
    if (!place.writeName(name)) {
      _reportError("Expected a value before the name of another field");
    }
    return text(utf8, 0, utf8.length);
  }

  @Override
  public JsonGenerator writeString(@Nullable String text) {
    if (text == null) {
      return writeNull();
    }
    _verifyValueWrite("write a text");
    byte[] utf8 = utf8(text);
    return text(utf8, 0, utf8.length);
  }

  @Override
  public JsonGenerator writeString(char[] buffer, int offset, int length) {
    return writeString(new String(buffer, offset, length));
  }

  @Override
  public JsonGenerator writeUTF8String(byte[] utf8, int offset, int length) {
    _verifyValueWrite("write a text");
    return text(utf8, offset, length);
  }

  @Override
  public JsonGenerator writeRawUTF8String(byte[] utf8, int offset, int length) {
    return writeUTF8String(utf8, offset, length);
  }

  private byte[] utf8(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))
          && (i + 1 == length || !Character.isSurrogatePair(text.charAt(i), text.charAt(++i)))) {
        _reportError("found half of a surrogate pair");
      }
    }
    return text.getBytes(UTF_8);
  }

  private JsonGenerator text(byte[] utf8, int from, int length) {
    out.text(utf8, from, length);
    return this;
  }

  @Override
  public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
    _verifyValueWrite("write bytes");
    out.binary(data, offset, length);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(short n) {
    return writeNumber((long) n);
  }

  @Override
  public JsonGenerator writeNumber(int n) {
    return writeNumber((long) n);
  }

  @Override
  public JsonGenerator writeNumber(long n) {
    _verifyValueWrite("write a number");
    out.whole(n);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(@Nullable BigInteger n) {
    if (n == null) {
      return writeNull();
    }
    if (n.bitLength() < Long.SIZE) {
      return writeNumber(n.longValue());
    }
    if (n.signum() < 0 || n.bitLength() > Long.SIZE) {
      return tooLarge("BigInteger");
    }
    _verifyValueWrite("write a number");
    out.put(0xcf, n.longValue(), 8);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(@Nullable BigDecimal n) {
    return n == null ? writeNull() : tooLarge("BigDecimal");
  }

  private JsonGenerator tooLarge(String found) {
    return _reportError(
        "found a " + found + ", and numbers there have at most 64 bits. Send it as a string");
  }

  @Override
  public JsonGenerator writeNumber(double n) {
    _verifyValueWrite("write a number");
    out.put(0xcb, Double.doubleToLongBits(n), 8);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(float n) {
    _verifyValueWrite("write a number");
    out.put(0xca, Float.floatToIntBits(n), 4);
    return this;
  }

  @Override
  public JsonGenerator writeNumber(String number) {
    return writeString(number);
  }

  @Override
  public JsonGenerator writeBoolean(boolean value) {
    _verifyValueWrite("write a boolean");
    out.put(value ? 0xc3 : 0xc2);
    return this;
  }

  @Override
  public JsonGenerator writeNull() {
    _verifyValueWrite("write null");
    out.put(0xc0);
    return this;
  }

  @Override
  public JsonGenerator writePOJO(@Nullable Object value) {
    writer.writeValue(this, value);
    return this;
  }

  @Override
  public TokenStreamContext streamWriteContext() {
    return place;
  }

  @Override
  public @Nullable Object currentValue() {
    return place.currentValue();
  }

  @Override
  public void assignCurrentValue(@Nullable Object value) {
    place.assignCurrentValue(value);
  }
}
