package dev.pilcrow.chat;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.problem;
import static dev.pilcrow.response.Replies.shared;

import dev.pilcrow.form.Form;
import dev.pilcrow.form.Violations;
import dev.pilcrow.hub.TopicPosition;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.response.Problem;
import dev.pilcrow.response.Toast;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;

/** The page about oneself: name, picture and theme; and everybody's pictures. */
final class ProfilePages {
  private static final int UNPROCESSABLE = 422;

  private final Chat chat;
  private final Rooms rooms;
  private final AvatarStore avatars;
  private final Visitors visitors;
  private final Views views;

  ProfilePages(Chat chat, Rooms rooms, AvatarStore avatars, Visitors visitors, Views views) {
    this.chat = chat;
    this.rooms = rooms;
    this.avatars = avatars;
    this.visitors = visitors;
    this.views = views;
  }

  void register(RoutesConfig routes) {
    routes.get("/me", this::me);
    routes.post("/me", this::rename);
    routes.post("/me/picture", this::upload);
    routes.post("/me/picture/remove", this::remove);
    routes.post("/theme", this::theme);
    routes.get("/avatars/{person}/{hash}", this::picture);
  }

  private void me(Context ctx) throws Exception {
    Visitor visitor = visitors.of(ctx);
    show(ctx, Form.empty().with("name", visitor.person().name()));
  }

  private void rename(Context ctx) throws Exception {
    Form form = Pilcrow.form(ctx);
    try {
      String name = Words.nickname(form.value("name"));
      Person person = visitors.of(ctx).person();
      visitors.keepName(ctx, name);
      chat.changed(new Person(person.id(), name, person.avatar()));
      String back = form.value("back");
      boolean known = back.matches("/rooms/[a-z0-9-]{1,80}");
      respond(
          ctx,
          navigate(known ? back : "/me").toast("You are " + name + " now", Toast.Level.SUCCESS));
    } catch (Refused e) {
      show(ctx, form.and(Violations.none().and("name", e.why())));
    }
  }

  private void upload(Context ctx) throws Exception {
    Person person = visitors.of(ctx).person();
    try {
      Picture picture = Picture.of(uploaded(ctx));
      avatars.keep(person.id(), picture);
      chat.changed(new Person(person.id(), person.name(), picture.hash()));
      respond(ctx, navigate("/me").toast("That is you now", Toast.Level.SUCCESS));
    } catch (Refused e) {
      Form form = Form.empty().with("name", person.name());
      show(ctx, form.and(Violations.none().and("picture", e.why())));
    }
  }

  /** Reads the file, but no more of it than a picture may have. */
  private static byte[] uploaded(Context ctx) throws IOException, Refused {
    UploadedFile file = ctx.isMultipartFormData() ? ctx.uploadedFile("picture") : null;
    if (file == null) {
      return new byte[0];
    }
    if (file.size() > Picture.MAX_BYTES) {
      throw Picture.tooLarge(file.size());
    }
    try (InputStream content = file.content()) {
      return content.readAllBytes();
    }
  }

  private void remove(Context ctx) throws Exception {
    Person person = visitors.of(ctx).person();
    avatars.remove(person.id());
    chat.changed(new Person(person.id(), person.name()));
    respond(ctx, navigate("/me").toast("Your picture is gone"));
  }

  private void theme(Context ctx) throws Exception {
    visitors.keepTheme(ctx, Pilcrow.form(ctx).value("theme"));
    respond(ctx, navigate("/me"));
  }

  /** An address is of one picture for good; an older one leads to the picture of today. */
  private void picture(Context ctx) {
    Picture picture =
        avatars
            .find(ctx.pathParam("person"))
            .orElseThrow(() -> new NotFoundResponse("There is no such picture."));
    boolean current = ctx.pathParam("hash").equals(picture.hash());
    ctx.header(
        "Cache-Control", current ? "public, max-age=31536000, immutable" : "private, no-cache");
    ctx.header("Content-Disposition", "inline");
    ctx.contentType(picture.type()).result(picture.bytes());
  }

  private void show(Context ctx, Form form) throws Exception {
    TopicPosition place = rooms.position();
    Visitor visitor = visitors.of(ctx);
    boolean valid = form.isValid();
    respond(
        ctx,
        shared().status(valid ? 200 : UNPROCESSABLE).noCache(),
        html(() -> views.me(visitor, rooms.links(visitor.person(), null), form))
            .ws(Rooms.LIVE, place),
        valid
            ? json(visitor.person())
            : problem(
                Problem.of(UNPROCESSABLE)
                    .title("That cannot be used")
                    .violations(form.violations())));
  }
}
