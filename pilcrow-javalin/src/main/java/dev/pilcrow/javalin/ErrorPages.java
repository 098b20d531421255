package dev.pilcrow.javalin;

import static dev.pilcrow.response.Replies.html;
import static dev.pilcrow.response.Replies.problem;

import dev.pilcrow.negotiate.Negotiation;
import dev.pilcrow.negotiate.Representation;
import dev.pilcrow.response.Effects;
import dev.pilcrow.response.Problem;
import dev.pilcrow.response.Replies;
import dev.pilcrow.response.Toast;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.exception.HttpResponseExceptionMapper;
import io.javalin.validation.ValidationException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what nobody else has answered: exceptions, unknown addresses, and error statuses without
 * a body. A person gets a page, a program a problem. A page that is shown already gets a problem
 * and a toast, because a page of ours in a part of it would take what it holds.
 *
 * <p>Handlers that the application registers for exceptions and statuses come first.
 */
final class ErrorPages {
  private static final Logger LOG = LoggerFactory.getLogger(Pilcrow.class);

  private static final Effects KEPT_NOWHERE =
      Replies.shared().header("Cache-Control", "no-store").noCache();

  /** What a handler may have said about the body that it did not come to send. */
  private static final List<String> OF_THE_BODY =
      List.of(
          "Content-Encoding",
          "Content-Disposition",
          "Content-Language",
          "Content-Range",
          "Accept-Ranges",
          "ETag",
          "Last-Modified",
          "Expires");

  private static final int MAX_TOAST = 300;

  /** Neither vowels nor what looks like another letter or digit. */
  private static final String LETTERS = "23456789bcdfghjkmnpqrstvwxyz";

  /** An error that Javalin showed to us with the response only, until the request shows up. */
  private static final ThreadLocal<@Nullable Fatal> FATAL = new ThreadLocal<>();

  private final @Nullable ErrorPage page;
  private final @Nullable SourceFinder sources;

  ErrorPages(PilcrowConfig config) {
    page = config.errorPage;
    sources = config.developmentSources;
    if (sources != null) {
      LOG.warn("Errors are shown with stack traces and source; switch this off in production");
    }
  }

  void register(JavalinConfig javalin) {
    javalin.routes.exception(Exception.class, this::failed);
    javalin.routes.exception(HttpResponseException.class, this::failed);
    javalin.routes.exception(ValidationException.class, this::failed);
    javalin.routes.after(this::complete);
    javalin.router.javaLangErrorHandler(
        (response, error) -> {
          String reference = reference();
          LOG.error("A request failed, reference {}", reference, error);
          response.setStatus(500);
          FATAL.set(new Fatal(response, error, reference));
        });
  }

  private void failed(Exception thrown, Context ctx) {
    if (thrown instanceof HttpResponseException response && response.getStatus() < 400) {
      HttpResponseExceptionMapper.INSTANCE.handle(response, ctx);
      return;
    }
    Problem problem = Problems.of(thrown);
    if (problem.status() >= 500) {
      String reference = reference();
      problem = problem.with("reference", reference);
      boolean meant = thrown instanceof HttpResponseException;
      LOG.error(
          "{} {} failed with {}, reference {}",
          LogText.escape(ctx.req().getMethod()),
          LogText.escape(ctx.path()),
          problem.status(),
          reference,
          meant ? null : thrown);
    }
    if (thrown instanceof HttpResponseException response && response.getStatus() == 405) {
      response.getDetails().values().stream().findFirst().ifPresent(m -> ctx.header("Allow", m));
    }
    answer(ctx, problem, problem.status() >= 500 ? thrown : null);
  }

  /** Gives an error status that nobody said anything about a body. */
  private void complete(Context ctx) throws IOException {
    Fatal known = FATAL.get();
    FATAL.remove();
    int status = ctx.statusCode();
    if (status < 400 || status > 599 || ctx.resultInputStream() != null || isWritten(ctx.res())) {
      return;
    }
    Problem problem = Problems.of(status, null);
    if (known != null && known.response == ctx.res()) {
      answer(ctx, problem.with("reference", known.reference), known.error);
    } else {
      answer(ctx, problem, null);
    }
  }

  private static boolean isWritten(HttpServletResponse response) throws IOException {
    return response.isCommitted()
        || (response.getOutputStream() instanceof HttpOutput out && out.isWritten());
  }

  private void answer(Context ctx, Problem problem, @Nullable Throwable thrown) {
    if (ctx.res().isCommitted()) {
      return;
    }
    OF_THE_BODY.forEach(name -> ctx.res().setHeader(name, null));
    if (problem.status() == 413 || (problem.status() == 400 && ctx.isMultipartFormData())) {
      // The rest of the body stays unread, and so Jetty closes without saying so (RFC 9112 §9.6).
      ctx.header("Connection", "close");
    }
    Failure failure = sources == null || thrown == null ? null : Failure.of(thrown, sources);
    Problem told = failure == null ? problem : withFailure(problem, failure);
    Effects effects = KEPT_NOWHERE.status(told.status());
    try {
      if (RequestReader.isDocumentLoad(ctx) || isVisit(ctx)) {
        String markup = render(ctx, told, failure);
        ResponseWriter.respond(ctx, effects, html(markup), problem(told));
      } else {
        ResponseWriter.respond(ctx, effects.toast(toast(told, failure)), problem(told));
      }
    } catch (Exception e) {
      LOG.error("The answer to a failed request failed", e);
      ctx.status(told.status()).contentType("text/plain").result(told.title());
    }
  }

  /** Whether Silcrow.js asks for a page to take the place of the one that is shown. */
  private static boolean isVisit(Context ctx) {
    String method = ctx.req().getMethod();
    return (method.equals("GET") || method.equals("HEAD"))
        && "true".equals(ctx.header(RequestReader.TARGET))
        && Negotiation.choose(RequestReader.accept(ctx)) == Representation.HTML;
  }

  private String render(Context ctx, Problem problem, @Nullable Failure failure) {
    if (page != null && failure == null) {
      try {
        return page.render(ctx, problem).toString();
      } catch (Exception e) {
        LOG.error("The error page failed; the default page is shown", e);
      }
    }
    return PlainErrorPage.render(ctx, problem, failure);
  }

  private static Problem withFailure(Problem problem, Failure failure) {
    Problem told = problem.with("exception", failure.summary()).with("trace", failure.trace());
    Excerpt excerpt = failure.excerpt();
    return excerpt == null ? told : told.with("source", excerpt.place());
  }

  private static Toast toast(Problem problem, @Nullable Failure failure) {
    String text = problem.detail().orElseGet(problem::title);
    if (failure != null) {
      text = failure.headline();
    } else if (problem.member("reference").isPresent()) {
      text += " (" + problem.member("reference").get().asString() + ")";
    }
    int end = Math.min(text.length(), MAX_TOAST);
    return new Toast(text.substring(0, end), Toast.Level.ERROR);
  }

  /** Eight letters and digits, to find a line of the log by what a user reads out. */
  private static String reference() {
    StringBuilder reference = new StringBuilder(9);
    for (int i = 0; i < 8; i++) {
      reference.append(i == 4 ? "-" : "");
      reference.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
    }
    return reference.toString();
  }

  private record Fatal(HttpServletResponse response, Error error, String reference) {}
}
