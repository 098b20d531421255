package dev.pilcrow.codecs;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonReadContext;

/**
 * The place in a JSON text, and the names that the object there has had. Few names are compared one
 * by one, more in a set.
 */
final class NamesOnce extends JsonReadContext {
  /** What Jackson says too. */
  static final String TWICE = "Duplicate Object property";

  private static final int FEW = 16;
  private static final String[] NONE = {};

  private final JsonParser parser;
  private String[] names = NONE;
  private int count;

  /** The names after the first few; null as long as there are none. */
  private @Nullable Set<String> more;

  NamesOnce(JsonParser parser) {
    super(null, 0, null, TYPE_ROOT, 1, 0);
    this.parser = parser;
  }

  private NamesOnce(NamesOnce parent, int type, int line, int column) {
    super(parent, parent._nestingDepth + 1, null, type, line, column);
    this.parser = parent.parser;
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
    count = 0;
    more = null;
    return super.reset(type, line, column);
  }

  @Override
  public void setCurrentName(String name) {
    _currentName = name;
    int hash = name.hashCode();
    for (int i = 0; i < count; i++) {
      if (names[i].hashCode() == hash && names[i].equals(name)) {
        throw twice();
      }
    }
    if (count == FEW) {
      addToSet(name);
    } else {
      if (count == names.length) {
        names = Arrays.copyOf(names, count == 0 ? FEW / 2 : FEW);
      }
      names[count++] = name;
    }
  }

  private void addToSet(String name) {
    if (more == null) {
      more = new HashSet<>();
    }
    if (!more.add(name)) {
      throw twice();
    }
  }

  private StreamReadException twice() {
    return new StreamReadException(parser, TWICE, parser.currentTokenLocation());
  }
}
