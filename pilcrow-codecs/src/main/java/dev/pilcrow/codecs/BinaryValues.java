package dev.pilcrow.codecs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.Version;
import tools.jackson.core.base.ParserMinimalBase;

/** The value that a {@link BinaryParser} is at, as Jackson asks for it. */
abstract class BinaryValues extends ParserMinimalBase {
  /** Says that another reader has to decide. */
  static final class Unusual extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;

    Unusual() {
      super("unusual", null, false, false);
    }
  }

  /** The message. */
  final byte[] bytes;

  private String text = "";

  /** Where bytes are. */
  private int contentAt;

  private int contentEnd;

  /** The number, in one of three ways. */
  private @Nullable NumberType type;

  private long whole;
  private double real;
  private @Nullable BigInteger big;

  BinaryValues(byte[] bytes) {
    super(ObjectReadContext.empty());
    this.bytes = bytes;
  }

  /** A text between these places. */
  final JsonToken text(int from, int to) {
    int ascii = Utf8.ascii(bytes, from, to);
    if (ascii < to && !Utf8.valid(bytes, ascii, to)) {
      throw new Unusual();
    }
    text = new String(bytes, from, to - from, ascii < to ? UTF_8 : ISO_8859_1);
    return JsonToken.VALUE_STRING;
  }

  /** A text that came in parts, each of them valid. */
  final JsonToken text(byte[] utf8) {
    text = new String(utf8, UTF_8);
    return JsonToken.VALUE_STRING;
  }

  /** Bytes between these places. */
  final JsonToken binary(int from, int to) {
    contentAt = from;
    contentEnd = to;
    return JsonToken.VALUE_EMBEDDED_OBJECT;
  }

  final JsonToken whole(long value) {
    whole = value;
    type = (int) value == value ? NumberType.INT : NumberType.LONG;
    return JsonToken.VALUE_NUMBER_INT;
  }

  /** A number of 64 bits without a sign; or, turned round, -1 minus it; a long where wanted. */
  final JsonToken unsigned(long value, boolean turned, boolean wide) {
    if (value >= 0) {
      JsonToken token = whole(turned ? -1 - value : value);
      type = wide ? NumberType.LONG : type;
      return token;
    }
    BigInteger number = new BigInteger(Long.toUnsignedString(value));
    big = turned ? number.not() : number;
    type = NumberType.BIG_INTEGER;
    return JsonToken.VALUE_NUMBER_INT;
  }

  final JsonToken real(double value, NumberType size) {
    real = value;
    type = size;
    return JsonToken.VALUE_NUMBER_FLOAT;
  }

  @Override
  public final @Nullable NumberType getNumberType() {
    return _currToken != null && _currToken.isNumeric() ? type : null;
  }

  @Override
  public final NumberTypeFP getNumberTypeFP() {
    NumberType size = getNumberType();
    return size == NumberType.FLOAT
        ? NumberTypeFP.FLOAT32
        : size == NumberType.DOUBLE ? NumberTypeFP.DOUBLE64 : NumberTypeFP.UNKNOWN;
  }

  @Override
  public final int getIntValue() {
    long value = getLongValue();
    if ((int) value != value) {
      throw new Unusual();
    }
    return (int) value;
  }

  @Override
  public final long getLongValue() {
    NumberType size = getNumberType();
    if (size != NumberType.INT && size != NumberType.LONG) {
      throw new Unusual();
    }
    return whole;
  }

  @Override
  public final double getDoubleValue() {
    NumberType size = getNumberType();
    if (size == NumberType.DOUBLE || size == NumberType.FLOAT) {
      return real;
    }
    return getLongValue();
  }

  @Override
  public final float getFloatValue() {
    if (getNumberType() != NumberType.FLOAT) {
      throw new Unusual();
    }
    return (float) real;
  }

  @Override
  public final BigInteger getBigIntegerValue() {
    return getNumberType() == NumberType.BIG_INTEGER && big != null
        ? big
        : BigInteger.valueOf(getLongValue());
  }

  @Override
  public final BigDecimal getDecimalValue() {
    return BigDecimal.valueOf(getLongValue());
  }

  @Override
  public final Number getNumberValue() {
    NumberType size = getNumberType();
    if (size == null) {
      throw new Unusual();
    }
    return switch (size) {
      case INT -> (int) whole;
      case LONG -> whole;
      case FLOAT -> (float) real;
      case DOUBLE -> real;
      default -> getBigIntegerValue();
    };
  }

  @Override
  public final boolean isNaN() {
    return _currToken == JsonToken.VALUE_NUMBER_FLOAT && !Double.isFinite(real);
  }

  @Override
  public final @Nullable String getString() {
    if (_currToken == JsonToken.VALUE_STRING) {
      return text;
    }
    if (_currToken == JsonToken.PROPERTY_NAME) {
      return currentName();
    }
    if (_currToken == null || _currToken.isNumeric()) {
      throw new Unusual();
    }
    return _currToken.asString();
  }

  private String string() {
    String string = getString();
    if (string == null) {
      throw new Unusual();
    }
    return string;
  }

  @Override
  public final char[] getStringCharacters() {
    return string().toCharArray();
  }

  @Override
  public final int getStringLength() {
    return string().length();
  }

  @Override
  public final int getStringOffset() {
    return 0;
  }

  @Override
  public final boolean hasStringCharacters() {
    return false;
  }

  @Override
  public final byte[] getBinaryValue(Base64Variant variant) {
    if (_currToken != JsonToken.VALUE_EMBEDDED_OBJECT) {
      throw new Unusual();
    }
    return Arrays.copyOfRange(bytes, contentAt, contentEnd);
  }

  @Override
  public final @Nullable Object getEmbeddedObject() {
    return _currToken == JsonToken.VALUE_EMBEDDED_OBJECT
        ? Arrays.copyOfRange(bytes, contentAt, contentEnd)
        : null;
  }

  @Override
  public final TokenStreamLocation currentTokenLocation() {
    return TokenStreamLocation.NA;
  }

  @Override
  public final TokenStreamLocation currentLocation() {
    return TokenStreamLocation.NA;
  }

  @Override
  public final @Nullable Object streamReadInputSource() {
    return null;
  }

  @Override
  public final Version version() {
    return Version.unknownVersion();
  }

  @Override
  public final void close() {
    _closed = true;
  }

  @Override
  protected final void _closeInput() {}

  @Override
  protected final void _releaseBuffers() {}

  @Override
  protected final void _handleEOF() {
    throw new Unusual();
  }
}
