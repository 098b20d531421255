package dev.pilcrow.docs;

import dev.pilcrow.javalin.Pilcrow;
import io.javalin.Javalin;

/** The switch of the Silcrow.js guide. */
final class Development {
  private static final boolean DEVELOPMENT = true;

  static Javalin app() {
    return Javalin.create(config -> {
      // tag::script[]
      var pilcrow = Pilcrow.install(config, settings -> {
        if (DEVELOPMENT) settings.developmentScript();
      });
      // end::script[]
      config.routes.get("/", ctx -> ctx.html(pilcrow.scriptTag()));
    });
  }

  private Development() {}
}
