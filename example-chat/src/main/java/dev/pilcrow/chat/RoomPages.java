package dev.pilcrow.chat;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.fragment;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.problem;
import static dev.pilcrow.response.Replies.shared;

import dev.pilcrow.form.Form;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.response.Problem;
import dev.pilcrow.response.Toast;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import java.util.Map;

/** The pages about rooms: the directory, and the form to open or rename one. */
final class RoomPages {
  private static final int UNPROCESSABLE = 422;

  private final Rooms rooms;
  private final Visitors visitors;
  private final Views views;

  RoomPages(Rooms rooms, Visitors visitors, Views views) {
    this.rooms = rooms;
    this.visitors = visitors;
    this.views = views;
  }

  void register(Pilcrow pilcrow, RoutesConfig routes) {
    routes.get("/rooms", this::directory);
    routes.post("/rooms", pilcrow.once(this::open));
    routes.get("/rooms/new", this::opening);
    routes.get("/rooms/{room}/edit", this::renaming);
    routes.post("/rooms/{room}/edit", this::rename);
  }

  /** Without script a search is a page; with it, its list alone while somebody types. */
  private void directory(Context ctx) throws Exception {
    Visitor visitor = visitors.of(ctx);
    TopicPosition place = rooms.position();
    String typed = ctx.queryParam("q");
    Directory found = rooms.directory(visitor, typed == null ? "" : typed);
    respond(
        ctx,
        shared().noCache(),
        html(() -> views.directory(visitor, rooms.links(visitor.person(), null), found))
            .parts(fragment("found", () -> views.found(found)))
            .ws(Rooms.LIVE, place),
        json(Map.of("rooms", found.cards())));
  }

  private void opening(Context ctx) throws Exception {
    show(ctx, new RoomForm(null, Form.empty()));
  }

  private void open(Context ctx) throws Exception {
    Form form = Pilcrow.form(ctx);
    try {
      Person person = visitors.of(ctx).person();
      Room room = rooms.open(form.value("name"), form.value("purpose"), person);
      respond(ctx, navigate(path(room)).toast("#" + room.name() + " is open", Toast.Level.SUCCESS));
    } catch (Invalid e) {
      show(ctx, new RoomForm(null, form.and(e.violations())));
    }
  }

  private void renaming(Context ctx) throws Exception {
    Room room = renameable(ctx);
    Form form = Form.empty().with("name", room.name()).with("purpose", room.purpose());
    show(ctx, new RoomForm(room, form));
  }

  private void rename(Context ctx) throws Exception {
    Room room = renameable(ctx);
    Form form = Pilcrow.form(ctx);
    try {
      Room renamed = rooms.rename(room, form.value("name"), form.value("purpose"));
      respond(
          ctx,
          navigate(path(renamed))
              .toast("The room is #" + renamed.name() + " now", Toast.Level.SUCCESS));
    } catch (Invalid e) {
      show(ctx, new RoomForm(room, form.and(e.violations())));
    }
  }

  private void show(Context ctx, RoomForm form) throws Exception {
    TopicPosition place = rooms.position();
    Visitor visitor = visitors.of(ctx);
    boolean valid = form.form().isValid();
    respond(
        ctx,
        shared().status(valid ? 200 : UNPROCESSABLE).noCache(),
        html(() -> views.roomForm(visitor, rooms.links(visitor.person(), form.room()), form))
            .ws(Rooms.LIVE, place),
        valid
            ? json(Map.of("name", form.form().value("name")))
            : problem(
                Problem.of(UNPROCESSABLE)
                    .title("The room cannot be named so")
                    .violations(form.form().violations())));
  }

  private Room renameable(Context ctx) {
    Room room =
        rooms
            .room(ctx.pathParam("room"))
            .orElseThrow(
                () -> new NotFoundResponse("There is no such room. It may have another name."));
    if (!room.mayRename(visitors.of(ctx).person())) {
      throw new ForbiddenResponse("Only who opened #" + room.name() + " can rename it.");
    }
    return room;
  }

  private static String path(Room room) {
    return "/rooms/" + room.slug();
  }
}
