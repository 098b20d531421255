package dev.pilcrow.chat;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.shared;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The pages: each handler serves browsers and API clients, with script and without. */
final class Pages {
  private static final int UNPROCESSABLE = 422;

  private final Chat chat;
  private final Visitors visitors;
  private final Views views;

  Pages(Chat chat, Visitors visitors, Views views) {
    this.chat = chat;
    this.visitors = visitors;
    this.views = views;
  }

  void home(Context ctx) throws Exception {
    respond(ctx, navigate("/rooms/general"));
  }

  void rooms(Context ctx) throws Exception {
    Visitor visitor = visitors.of(ctx);
    List<RoomLink> rooms = chat.rooms(visitor.person(), null);
    respond(
        ctx,
        html(() -> views.rooms(visitor, rooms, new RoomForm("", "", ""))),
        json(Map.of("rooms", rooms)));
  }

  void openRoom(Context ctx) throws Exception {
    Visitor visitor = visitors.of(ctx);
    String name = field(ctx, "name");
    String purpose = field(ctx, "purpose");
    try {
      Room room = chat.open(name, purpose);
      respond(ctx, navigate(path(room)).toast("#" + room.name() + " is open"));
    } catch (Refused e) {
      String why = String.valueOf(e.getMessage());
      List<RoomLink> rooms = chat.rooms(visitor.person(), null);
      respond(
          ctx,
          shared().status(UNPROCESSABLE),
          html(() -> views.rooms(visitor, rooms, new RoomForm(name, purpose, why))),
          json(Map.of("error", why)));
    }
  }

  void room(Context ctx) throws Exception {
    Room room = existing(ctx);
    Visitor visitor = visitors.of(ctx);
    long before = before(ctx);
    if (before > 0) {
      RoomPage page = chat.earlier(room, visitor, before);
      respond(ctx, html(() -> view(visitor, page)), json(() -> RoomJson.of(page)));
      return;
    }
    RoomPage page = chat.latest(room, visitor, "", "");
    respond(
        ctx,
        html(() -> view(visitor, page))
            .ws(LiveRoom.ROUTE.with("room", room.slug()).with("after", page.newest())),
        json(() -> RoomJson.of(page)));
  }

  void say(Context ctx) throws Exception {
    Room room = existing(ctx);
    Visitor visitor = visitors.of(ctx);
    String text = field(ctx, "text");
    try {
      chat.say(room, visitor.person(), text);
      respond(ctx, navigate(path(room)));
    } catch (Refused e) {
      String why = String.valueOf(e.getMessage());
      RoomPage page = chat.latest(room, visitor, text, why);
      respond(
          ctx,
          shared().status(UNPROCESSABLE),
          html(() -> view(visitor, page))
              .ws(LiveRoom.ROUTE.with("room", room.slug()).with("after", page.newest())),
          json(Map.of("error", why)));
    }
  }

  void me(Context ctx) throws Exception {
    Visitor visitor = visitors.of(ctx);
    MeForm form = new MeForm(visitor.person().name(), "");
    respond(
        ctx,
        html(() -> views.me(visitor, chat.rooms(visitor.person(), null), form)),
        json(visitor.person()));
  }

  void rename(Context ctx) throws Exception {
    Visitor visitor = visitors.of(ctx);
    String typed = field(ctx, "name");
    try {
      String name = Words.nickname(typed);
      visitors.keepName(ctx, name);
      chat.rename(new Person(visitor.person().id(), name));
      String back = field(ctx, "back");
      boolean known = back.matches("/rooms/[a-z0-9-]{1,80}");
      respond(ctx, navigate(known ? back : "/me").toast("You are " + name + " now"));
    } catch (Refused e) {
      String why = String.valueOf(e.getMessage());
      respond(
          ctx,
          shared().status(UNPROCESSABLE),
          html(() -> views.me(visitor, chat.rooms(visitor.person(), null), new MeForm(typed, why))),
          json(Map.of("error", why)));
    }
  }

  void theme(Context ctx) throws Exception {
    visitors.keepTheme(ctx, field(ctx, "theme"));
    respond(ctx, navigate("/me"));
  }

  /** The page for a request that has no other. */
  void problem(Context ctx, int status, String title, String detail) throws Exception {
    Visitor visitor = visitors.of(ctx);
    Problem problem = new Problem(status, title, detail);
    respond(
        ctx,
        shared().status(status),
        html(() -> views.problem(visitor, roomsIfPossible(visitor), problem)),
        json(problem));
  }

  /** The rooms, or none when the problem is that there is no database. */
  private List<RoomLink> roomsIfPossible(Visitor visitor) {
    try {
      return chat.rooms(visitor.person(), null);
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private String view(Visitor visitor, RoomPage page) {
    return views.room(visitor, chat.rooms(visitor.person(), page.room()), page);
  }

  private Room existing(Context ctx) {
    return chat.room(ctx.pathParam("room"))
        .orElseThrow(
            () -> new NotFoundResponse("There is no such room. It may have another name."));
  }

  private static String path(Room room) {
    return "/rooms/" + room.slug();
  }

  private static long before(Context ctx) {
    String before = ctx.queryParam("before");
    return before != null && before.matches("[0-9]{1,18}") ? Long.parseLong(before) : 0;
  }

  /** A field of a form, or of a JSON object; an absent one is empty. */
  private static String field(Context ctx, String name) {
    String type = ctx.contentType();
    if (type == null || !type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
      String value = ctx.formParam(name);
      return value == null ? "" : value;
    }
    try {
      JsonNode value = ctx.bodyAsClass(JsonNode.class).path(name);
      return value.isString() ? value.stringValue() : "";
    } catch (JacksonException e) {
      throw new BadRequestResponse("The body is not valid JSON.");
    }
  }
}
