package dev.pilcrow.codecs;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.Version;
import tools.jackson.core.base.GeneratorBase;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JacksonFeatureSet;

/** What Jackson asks of each generator, for one that writes to memory and knows no raw text. */
abstract class PlainGenerator extends GeneratorBase {
  /** Shared, since nothing but its constraints is used. */
  private static final IOContext IO =
      new IOContext(
          StreamReadConstraints.defaults(),
          StreamWriteConstraints.defaults(),
          ErrorReportConfiguration.defaults(),
          new BufferRecycler(),
          ContentReference.unknown(),
          false,
          JsonEncoding.UTF8);

  PlainGenerator() {
    super(ObjectWriteContext.empty(), IO, 0);
  }

  @Override
  public final JsonGenerator writeRaw(String text) {
    return _reportUnsupportedOperation();
  }

  @Override
  public final JsonGenerator writeRaw(String text, int offset, int length) {
    return _reportUnsupportedOperation();
  }

  @Override
  public final JsonGenerator writeRaw(char[] text, int offset, int length) {
    return _reportUnsupportedOperation();
  }

  @Override
  public final JsonGenerator writeRaw(char c) {
    return _reportUnsupportedOperation();
  }

  @Override
  public final JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
    return DEFAULT_BINARY_WRITE_CAPABILITIES;
  }

  @Override
  public final @Nullable Object streamWriteOutputTarget() {
    return null;
  }

  @Override
  public final int streamWriteOutputBuffered() {
    return -1;
  }

  @Override
  public final Version version() {
    return Version.unknownVersion();
  }

  @Override
  public final void flush() {}

  @Override
  public final void close() {
    _closed = true;
  }

  @Override
  protected final void _closeInput() {}

  @Override
  protected final void _releaseBuffers() {}
}
