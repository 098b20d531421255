package dev.pilcrow.chat;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.problem;
import static dev.pilcrow.response.Replies.shared;

import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.response.HtmlArm;
import dev.pilcrow.response.JsonArm;
import dev.pilcrow.response.Problem;
import dev.pilcrow.route.WsRoute;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rooms' own pages: each handler serves browsers and API clients, with script and without. */
final class Pages {
  private static final int UNPROCESSABLE = 422;

  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "That did not make sense",
          403, "That is not allowed",
          404, "Nothing here",
          405, "Nothing here",
          406, "Not in that form",
          409, "Not twice",
          413, "Too much at once",
          415, "Not in that form",
          500, "Something broke");

  private final Chat chat;
  private final Rooms rooms;
  private final Visitors visitors;
  private final Views views;

  Pages(Chat chat, Rooms rooms, Visitors visitors, Views views) {
    this.chat = chat;
    this.rooms = rooms;
    this.visitors = visitors;
    this.views = views;
  }

  void register(Pilcrow pilcrow, RoutesConfig routes) {
    routes.get("/", ctx -> respond(ctx, navigate("/rooms/general")));
    routes.get("/rooms/{room}", this::room);
    routes.post("/rooms/{room}/messages", pilcrow.once(this::say));
  }

  private void room(Context ctx) throws Exception {
    Room room = existing(ctx);
    Visitor visitor = visitors.of(ctx);
    String after = ctx.queryParam("after");
    if (after != null) {
      respond(ctx, later(room, visitor, after));
      return;
    }
    long before = before(ctx);
    if (before > 0) {
      RoomPage page = chat.earlier(room, visitor, before);
      respond(ctx, html(() -> view(visitor, page)), json(() -> RoomJson.of(page)));
      return;
    }
    RoomPage page = chat.latest(room, visitor, "", "");
    respond(ctx, live(visitor, page), json(() -> RoomJson.of(page)).ws(route(room), at(page)));
  }

  /** What was said since, for a program that knows the rest. */
  private JsonArm later(Room room, Visitor visitor, String after) {
    if (!after.matches("[0-9]{1,18}")) {
      throw new BadRequestResponse(
          "Expected the id of a message in 'after', such as 17, or 0 for all of them.");
    }
    TopicPosition[] places = chat.places(room).toArray(TopicPosition[]::new);
    RoomJson found = chat.later(room, visitor, Long.parseLong(after));
    return json(() -> found).ws(route(room), places);
  }

  private void say(Context ctx) throws Exception {
    Room room = existing(ctx);
    Visitor visitor = visitors.of(ctx);
    String text = Pilcrow.form(ctx).value("text");
    try {
      chat.say(room, visitor.person(), text, null);
      respond(ctx, navigate("/rooms/" + room.slug()));
    } catch (Refused e) {
      RoomPage page = chat.latest(room, visitor, text, e.why());
      respond(
          ctx,
          shared().status(UNPROCESSABLE),
          live(visitor, page),
          problem(Problem.of(UNPROCESSABLE).title("That cannot be said").detail(e.why())));
    }
  }

  /** The page for a request that has no other. */
  String trouble(Context ctx, Problem problem) {
    Visitor visitor = visitors.of(ctx);
    String title = TITLES.getOrDefault(problem.status(), "That did not work");
    String reference = problem.member("reference").map(JsonNode::asString).orElse("");
    Trouble trouble = new Trouble(problem.status(), title, problem.detail().orElse(""), reference);
    return views.trouble(visitor, roomsIfPossible(visitor), trouble);
  }

  /** The rooms, or none when the problem is that there is no database. */
  private List<RoomLink> roomsIfPossible(Visitor visitor) {
    try {
      return rooms.links(visitor.person(), null);
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  private String view(Visitor visitor, RoomPage page) {
    return views.room(visitor, rooms.links(visitor.person(), page.room()), page);
  }

  /** A page that goes on from what it shows. */
  private HtmlArm live(Visitor visitor, RoomPage page) {
    return html(() -> view(visitor, page)).ws(route(page.room()), at(page));
  }

  private static WsRoute route(Room room) {
    return LiveRoom.ROUTE.with("room", room.slug());
  }

  private static TopicPosition[] at(RoomPage page) {
    return page.places().toArray(TopicPosition[]::new);
  }

  private Room existing(Context ctx) {
    return rooms
        .room(ctx.pathParam("room"))
        .orElseThrow(
            () -> new NotFoundResponse("There is no such room. It may have another name."));
  }

  private static long before(Context ctx) {
    String before = ctx.queryParam("before");
    return before != null && before.matches("[0-9]{1,18}") ? Long.parseLong(before) : 0;
  }
}
