package dev.pilcrow.codecs;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonReadContext;

/**
 * The place in a JSON text, and the names that the object there has had, each of them once. Used
 * for one text after the other, since most begin as the one before them.
 */
final class NamesOnce extends JsonReadContext {
  /** What Jackson says too. */
  private static final String TWICE = "Duplicate Object property";

  /** How deep names are kept for the next text: enough for most, and little to hold. */
  private static final int KEPT_DEPTH = 8;

  private final NamesOnce root;
  private final NameSet names = new NameSet();

  /** Who reads the text at hand, at the root; null between texts. */
  private @Nullable JsonParser parser;

  NamesOnce() {
    super(null, 0, null, TYPE_ROOT, 1, 0);
    this.root = this;
  }

  private NamesOnce(NamesOnce parent, int type, int line, int column) {
    super(parent, parent._nestingDepth + 1, null, type, line, column);
    this.root = parent.root;
  }

  /** Begins with the next text, at the root. */
  NamesOnce begin(JsonParser reader) {
    parser = reader;
    super.reset(TYPE_ROOT, 1, 0);
    return this;
  }

  /** Forgets all of the text but a few names of it. */
  void end() {
    parser = null;
    JsonReadContext place = this;
    while (place instanceof NamesOnce one) {
      one.names.clear();
      one.assignCurrentValue(null);
      if (one._nestingDepth == KEPT_DEPTH) {
        one._child = null;
      }
      place = one._child;
    }
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
      JsonParser reader = root.parser;
      throw new StreamReadException(
          reader, TWICE, reader == null ? null : reader.currentTokenLocation());
    }
  }
}
