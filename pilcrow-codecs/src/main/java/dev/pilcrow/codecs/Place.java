package dev.pilcrow.codecs;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamContext;

/** A container that a {@link BinaryParser} is in, or the message itself. */
final class Place extends TokenStreamContext {
  /** What is left of a container that goes on to its end mark: more than any message has. */
  static final long OPEN = 1L << 40;

  private final @Nullable Place parent;
  private final NameSet names = new NameSet();
  private @Nullable Place child;
  private @Nullable String currentName;
  private @Nullable Object currentValue;

  /** How many items are left; even before a name. */
  private long left;

  private Place(@Nullable Place parent, int type, long left) {
    super(type, -1);
    this.parent = parent;
    this.left = left;
    _nestingDepth = parent == null ? 0 : parent._nestingDepth + 1;
  }

  static Place ofMessage() {
    return new Place(null, TYPE_ROOT, 1);
  }

  /** A container in this one; items of an object are counted twice. */
  Place enter(boolean object, long items) {
    int type = object ? TYPE_OBJECT : TYPE_ARRAY;
    Place inner = child;
    if (inner == null) {
      inner = new Place(this, type, items);
      child = inner;
      return inner;
    }
    inner._type = type;
    inner._index = -1;
    inner.left = items;
    inner.currentName = null;
    inner.currentValue = null;
    inner.names.clear();
    return inner;
  }

  boolean full() {
    return left == 0;
  }

  boolean open() {
    return left > OPEN / 2;
  }

  boolean nameNext() {
    return _type == TYPE_OBJECT && (left & 1) == 0;
  }

  /** Counts a value, or a name. */
  void item() {
    left--;
  }

  /** Takes a name; returns false if the object has had it. */
  boolean name(String name) {
    currentName = name;
    return names.add(name);
  }

  @Override
  public @Nullable Place getParent() {
    return parent;
  }

  @Override
  public @Nullable String currentName() {
    return currentName;
  }

  @Override
  public boolean hasCurrentName() {
    return currentName != null;
  }

  @Override
  public @Nullable Object currentValue() {
    return currentValue;
  }

  @Override
  public void assignCurrentValue(@Nullable Object value) {
    currentValue = value;
  }
}
