package dev.pilcrow.codecs;

import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonReadContext;

/** The place in a JSON text, and the names that the object there has had, each of them once. */
final class NamesOnce extends JsonReadContext {
  /** What Jackson says too. */
  private static final String TWICE = "Duplicate Object property";

  private final JsonParser parser;
  private final Buffers.WithNames kept;
  private final NameSet names;

  /** The root of a text; the names of the text before stand in {@code kept}. */
  NamesOnce(JsonParser parser, Buffers.WithNames kept) {
    super(null, 0, null, TYPE_ROOT, 1, 0);
    this.parser = parser;
    this.kept = kept;
    this.names = kept.names(0);
  }

  private NamesOnce(NamesOnce parent, int type, int line, int column) {
    super(parent, parent._nestingDepth + 1, null, type, line, column);
    this.parser = parent.parser;
    this.kept = parent.kept;
    this.names = kept.names(_nestingDepth);
  }

  @Override
  public JsonReadContext createChildArrayContext(int line, int column) {
    return child(TYPE_ARRAY, line, column);
  }

  @Override
  public JsonReadContext createChildObjectContext(int line, int column) {
    return child(TYPE_OBJECT, line, column);
  }

  private JsonReadContext child(int type, int line, int column) {
    if (_child == null) {
      _child = new NamesOnce(this, type, line, column);
      return _child;
    }
    return _child.reset(type, line, column);
  }

  @Override
  public JsonReadContext reset(int type, int line, int column) {
    names.clear();
    return super.reset(type, line, column);
  }

  @Override
  public void setCurrentName(String name) {
    _currentName = name;
    if (!names.add(name)) {
      throw new StreamReadException(parser, TWICE, parser.currentTokenLocation());
    }
  }
}
