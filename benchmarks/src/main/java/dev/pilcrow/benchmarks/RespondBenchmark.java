package dev.pilcrow.benchmarks;

import static dev.pilcrow.response.Replies.fragment;
import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.json;

import dev.pilcrow.javalin.Pilcrow;
import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What {@code respond} costs over a handler that sets body and headers itself, without network: the
 * context is Javalin's, the headers are kept as Jetty keeps them. Single calls are timed, so that
 * the median says little about what else the machine does.
 *
 * <p>{@code java -cp benchmarks/target/benchmarks.jar org.openjdk.jmh.Main Respond -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RespondBenchmark {
  private static final String SMALL = page(2 * 1024);
  private static final String LARGE = page(50 * 1024);

  private final Contexts contexts = new Contexts();

  /** A handler of plain Javalin. */
  @Benchmark
  public Context plain() {
    Context ctx = contexts.document();
    ctx.html(SMALL);
    return ctx;
  }

  /** The same, with the headers that respond sets. */
  @Benchmark
  public Context plainWithTheSameHeaders() {
    Context ctx = contexts.document();
    ctx.html(SMALL)
        .header("silcrow-trigger", "{\"saved\":{\"id\":7}}")
        .header("silcrow-retarget", "#list")
        .header("silcrow-push", "/items/7")
        .header("Vary", "Accept, silcrow-target")
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "private, no-cache")
        .header("ETag", "W/\"0-0\"");
    return ctx;
  }

  /** Two arms without modifiers. */
  @Benchmark
  public Context respond() throws Exception {
    Context ctx = contexts.document();
    Pilcrow.respond(ctx, html(() -> SMALL), json(() -> 1));
    return ctx;
  }

  /** Two arms and three modifiers, for a request of the client. */
  @Benchmark
  public Context respondWithThreeModifiers() throws Exception {
    Context ctx = contexts.request("true");
    Pilcrow.respond(
        ctx,
        html(() -> SMALL)
            .trigger("saved", Map.of("id", 7))
            .retarget("#list")
            .pushHistory("/items/7"),
        json(() -> 1));
    return ctx;
  }

  /** A page of 50 KiB for a request that takes all of it. */
  @Benchmark
  public Context largePage() throws Exception {
    Context ctx = contexts.request("true");
    Pilcrow.respond(ctx, html(() -> LARGE));
    return ctx;
  }

  /** The same for a request that takes one list of it, cut out by jsoup. */
  @Benchmark
  public Context largePageCut() throws Exception {
    Context ctx = contexts.request("#list");
    Pilcrow.respond(ctx, html(() -> LARGE));
    return ctx;
  }

  /** The same, where the handler renders the list alone. */
  @Benchmark
  public Context largePageWithPart() throws Exception {
    Context ctx = contexts.request("#list");
    Pilcrow.respond(ctx, html(() -> LARGE).parts(fragment("list", () -> "<ul id=\"list\"></ul>")));
    return ctx;
  }

  /** A page of about this many characters with a list of twenty rows in the middle. */
  static String page(int length) {
    StringBuilder page =
        new StringBuilder(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Items</title>"
                + "<link rel=\"stylesheet\" href=\"/app.css\"></head><body><main>");
    rows(page, length / 2);
    page.append("<ul id=\"list\">");
    for (int i = 0; i < 20; i++) {
      page.append("<li :text=\"item.name\">Item ").append(i).append("</li>");
    }
    page.append("</ul>");
    rows(page, length);
    return page.append("</main></body></html>").toString();
  }

  private static void rows(StringBuilder page, int length) {
    for (int i = 0; page.length() < length; i++) {
      page.append("<div class=\"row item\"><a href=\"/items/")
          .append(i)
          .append("?a=1&amp;b=2\">Item ")
          .append(i)
          .append("</a> <span :text=\"item.note\">some text &amp; more of it</span></div>\n");
    }
  }
}
