package dev.pilcrow.javalin;

import dev.pilcrow.hub.Cursor;
import dev.pilcrow.hub.Outlet;
import dev.pilcrow.hub.Resume;
import java.time.Instant;

/**
 * What the streams of every transport have in common: a name, the parameters of a path, and what
 * they hand on to their way out.
 */
abstract class LiveStream implements Outlet {
  private final String kind;
  private final String id;
  private final PathParams pathParams;

  LiveStream(String kind, String id, PathParams pathParams) {
    this.kind = kind;
    this.id = id;
    this.pathParams = pathParams;
  }

  /** The way out. */
  public abstract Outgoing out();

  public final String id() {
    return id;
  }

  public final String pathParam(String name) {
    return pathParams.get(name);
  }

  public final void validUntil(Instant instant) {
    out().lease().validUntil(instant);
  }

  public final void user(String user) {
    out().lease().user(user);
  }

  public final void onClose(Runnable action) {
    out().onEnd(action);
  }

  @Override
  public final Resume resume(String topic) {
    return out().resume(topic);
  }

  @Override
  public final void attach(Cursor cursor) {
    out().attach(cursor);
  }

  @Override
  public final void detach(Cursor cursor) {
    out().detach(cursor);
  }

  @Override
  public final void wake() {
    out().wake();
  }

  @Override
  public final String toString() {
    return kind + "[" + id + " " + pathParams.route() + "]";
  }
}
