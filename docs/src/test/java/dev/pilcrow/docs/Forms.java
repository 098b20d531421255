package dev.pilcrow.docs;

import static dev.pilcrow.javalin.Pilcrow.respond;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;
import static dev.pilcrow.response.Replies.navigate;
import static dev.pilcrow.response.Replies.problem;

import dev.pilcrow.form.Form;
import dev.pilcrow.javalin.OnceLimits;
import dev.pilcrow.javalin.Pilcrow;
import dev.pilcrow.javalin.PilcrowConfig;
import dev.pilcrow.response.Problem;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The application of the guides to forms and security. */
public final class Forms {
  private final Map<String, String> members = new ConcurrentHashMap<>();

  /** The application, not yet started. */
  public Javalin app() {
    return Javalin.create(
        config -> {
          var pilcrow = Pilcrow.install(config, Forms::settings);
          config.http.maxRequestSize = 100_000;
          policy(config.routes);
          routes(config.routes, pilcrow);
          account(config.routes);
        });
  }

  private static void settings(PilcrowConfig settings) {
    // tag::limits[]
    settings.once(new OnceLimits(50_000, 64 << 20, Duration.ofHours(24)));
    // end::limits[]
  }

  private static void policy(RoutesConfig routes) {
    // tag::policy[]
    routes.before(ctx -> ctx.header("Content-Security-Policy",
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types silcrow"));
    // end::policy[]
  }

  private void routes(RoutesConfig routes, Pilcrow pilcrow) {
    // tag::routes[]
    routes.get("/signup", ctx -> respond(ctx, html(() -> page(Form.empty().with("seats", "1"), pilcrow))));
    routes.post("/signup", pilcrow.once(ctx -> {
      Form form = check(Pilcrow.form(ctx));
      if (form.isValid()) {
        members.put(form.text("mail"), form.text("name"));
        respond(ctx, navigate("/members").toast("Welcome, " + form.text("name")));
      } else {
        respond(ctx,
            html(() -> page(form, pilcrow)).status(422),
            problem(Problem.of(422).violations(form.violations())));
      }
    }));
    // end::routes[]
    routes.get("/members", ctx -> respond(ctx,
        html(() -> "<!doctype html><html lang=\"en\"><title>Members</title>" + pilcrow.scriptTag()
            + "<main><h1>Members</h1><p id=\"count\">" + members.size() + "</p></main></html>"),
        json(() -> members)));
  }

  // tag::check[]
  private Form check(Form form) {
    return form
        .required("name", "Please tell us your name.").length("name", 2, 40)
        .required("mail").email("mail")
        .check("mail", !members.containsKey(form.text("mail")), "This address is a member already.")
        .required("seats").range("seats", 1, 8);
  }
  // end::check[]

  // tag::page[]
  private static String page(Form form, Pilcrow pilcrow) {
    return Samples.read("forms.html")
        .replace("%script%", pilcrow.scriptTag())
        .replace("%once%", Pilcrow.onceField())
        .replace("%fields%", field(form, "name", "Name", "autocomplete=\"name\"")
            + field(form, "mail", "E-mail", "autocomplete=\"email\"")
            + field(form, "seats", "Seats", "inputmode=\"numeric\""));
  }

  private static String field(Form form, String name, String label, String more) {
    return """
        <label for="%1$s">%2$s</label>
        <input id="%1$s" name="%1$s" value="%3$s" %4$s%5$s>
        %6$s
        """.formatted(name, label, escape(form.value(name)), more,
            form.attributes(name), form.messages(name));
  }
  // end::page[]

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static void account(RoutesConfig routes) {
    // tag::login[]
    routes.before("/account*", ctx -> {
      if (ctx.sessionAttribute("user") == null) {
        requireLogin(ctx);
      }
    });
    // end::login[]
    routes.get("/account", ctx -> ctx.result("your account"));
    routes.post("/account", ctx -> ctx.result("changed"));
  }

  // tag::require[]
  private static void requireLogin(Context ctx) throws Exception {
    boolean person = ctx.header("silcrow-target") != null
        || String.valueOf(ctx.header("Accept")).contains("text/html");
    if (!person) {
      throw new UnauthorizedResponse("Log in first.");
    }
    String back = URLEncoder.encode(ctx.path(), StandardCharsets.UTF_8);
    respond(ctx, navigate("/login?back=" + back).toast("Please log in again."));
    ctx.skipRemainingHandlers();
  }
  // end::require[]
}
