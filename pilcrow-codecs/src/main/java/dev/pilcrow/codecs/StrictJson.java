package dev.pilcrow.codecs;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * Jackson's JSON, read as UTF-8 only and with each name once in an object.
 *
 * <p>Jackson itself would guess another encoding from zeros among the first bytes, which nobody
 * else reads, and its own search for names that stand twice takes a fifth of the time.
 */
final class StrictJson extends JsonFactory {
  @Serial private static final long serialVersionUID = 1;

  /**
   * The same, counting no tokens, which takes a twentieth of the time: for texts that have fewer
   * bytes than tokens are allowed. Null in itself.
   */
  private final @Nullable StrictJson uncounted;

  StrictJson(StreamReadConstraints constraints) {
    this(constraints, new Buffers());
  }

  private StrictJson(StreamReadConstraints constraints, Buffers buffers) {
    this(
        constraints,
        buffers,
        new StrictJson(constraints.rebuild().maxTokenCount(-1).build(), buffers, null));
  }

  private StrictJson(
      StreamReadConstraints constraints, Buffers buffers, @Nullable StrictJson uncounted) {
    super(JsonFactory.builder().streamReadConstraints(constraints).recyclerPool(buffers));
    this.uncounted = uncounted;
  }

  @Override
  public JsonParser createParser(ObjectReadContext context, byte[] data, int offset, int length) {
    return uncounted != null && length <= streamReadConstraints().getMaxTokenCount()
        ? uncounted.createParser(context, data, offset, length)
        : super.createParser(context, data, offset, length);
  }

  @Override
  protected JsonParser _createParser(
      ObjectReadContext context, IOContext io, byte[] data, int offset, int length) {
    int mark = Utf8.byteOrderMark(data, offset, offset + length);
    return new Parser(
        context,
        io,
        context.getStreamReadFeatures(_streamReadFeatures),
        context.getFormatReadFeatures(_formatReadFeatures),
        _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
        data,
        offset + mark,
        offset + length,
        mark);
  }

  private static final class Parser extends UTF8StreamJsonParser {
    private final Buffers.WithNames kept;

    Parser(
        ObjectReadContext context,
        IOContext io,
        int features,
        int formatFeatures,
        ByteQuadsCanonicalizer symbols,
        byte[] data,
        int start,
        int end,
        int skipped) {
      super(context, io, features, formatFeatures, null, symbols, data, start, end, skipped, false);
      kept = (Buffers.WithNames) io.bufferRecycler();
      _streamReadContext = new NamesOnce(this, kept);
    }

    /** Before the buffers, and the names with them, are another parser's. */
    @Override
    protected void _releaseBuffers() {
      kept.end();
      super._releaseBuffers();
    }
  }
}
