package dev.pilcrow.response;

import dev.pilcrow.negotiate.Accept;
import dev.pilcrow.negotiate.Negotiation;
import dev.pilcrow.negotiate.Representation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one answer a request gets: the chosen reply with every modifier settled. For web server
 * adapters; used by one thread.
 */
public final class Chosen {
  /** The cookie that carries toasts from a response to the page that shows them. */
  public static final String TOAST_COOKIE = ToastCookie.NAME;

  private final Settled settled;
  private final @Nullable Representation representation;
  private final @Nullable String location;
  private final @Nullable String refusal;
  private final @Nullable Arm arm;
  private @Nullable Body<?> body;
  private @Nullable Object made;
  private @Nullable String selector;
  private boolean asked;

  private Chosen(
      Settled settled, @Nullable String location, @Nullable String refusal, @Nullable Arm arm) {
    this.settled = settled;
    this.location = location;
    this.refusal = refusal;
    this.arm = arm;
    this.representation = arm == null ? null : arm.representation();
    this.body =
        arm instanceof HtmlArm html
            ? html.body()
            : arm instanceof JsonArm json ? json.body() : null;
  }

  /**
   * The answer when there is one reply. An arm the client refuses becomes a 406; a problem never
   * does.
   *
   * @throws IllegalArgumentException when the modifiers take more than 6 KiB of headers
   */
  public static Chosen of(Accept accept, Effects shared, Reply reply) {
    if (reply instanceof Arm arm) {
      Representation offered = arm.representation();
      boolean served = isProblem(arm) || Negotiation.accepts(accept, offered);
      return served ? of(shared, arm) : refused(offered);
    }
    if (reply instanceof NavigateReply navigate) {
      Settled settled = new Settled(303, shared, navigate.effects());
      return new Chosen(settled, navigate.location(), null, null);
    }
    EmptyReply empty = (EmptyReply) reply;
    return new Chosen(new Settled(empty.code(), shared, empty.effects()), null, null, null);
  }

  /**
   * The answer when the client may choose. The order of the arms does not matter.
   *
   * @throws IllegalArgumentException when both arms serve one representation, or the modifiers take
   *     more than 6 KiB of headers
   */
  public static Chosen of(Accept accept, Effects shared, Arm first, Arm second) {
    return of(accept, false, shared, first, second);
  }

  /**
   * The same.
   *
   * @param silcrow whether Silcrow.js asks: it shows markup to a person but only reports problems,
   *     so a problem leaves the answer to the markup beside it
   */
  public static Chosen of(Accept accept, boolean silcrow, Effects shared, Arm first, Arm second) {
    if (first.representation() == second.representation()) {
      throw new IllegalArgumentException(
          "Expected one html(…) and one json(…) but both arms are %s."
              .formatted(first.representation()));
    }
    boolean markup =
        silcrow
            && (isProblem(first) || isProblem(second))
            && accept.quality(Representation.HTML) > 0;
    Representation wanted = markup ? Representation.HTML : Negotiation.choose(accept);
    return of(shared, first.representation() == wanted ? first : second);
  }

  private static Chosen of(Effects shared, Arm arm) {
    Settled settled = new Settled(200, shared, arm.effects());
    return new Chosen(settled, null, null, arm);
  }

  private static boolean isProblem(Arm arm) {
    return arm instanceof JsonArm json && json.isProblem();
  }

  private static Chosen refused(Representation offered) {
    Settled settled = new Settled(406, Effects.NONE, Effects.NONE);
    return new Chosen(settled, null, offered + " required", null);
  }

  /**
   * Fits the answer to a request that the client made for an element of its page; without this it
   * is the answer to a document load. Call it before anything is made.
   *
   * @param target the request's header silcrow-target: a selector, or {@code true} for none
   */
  public Chosen forTarget(String target) {
    asked = true;
    if (!(arm instanceof HtmlArm html)
        || target.equals("true")
        || settled.has(SilcrowHeaders.RETARGET)) {
      return this;
    }
    for (Fragment part : html.parts()) {
      if (part.selector().equals(target)) {
        body = part::answer;
        return this;
      }
    }
    selector = target;
    return this;
  }

  /** What the request needs of an HTML body; empty where that is all of it. */
  public Optional<String> selector() {
    return Optional.ofNullable(selector);
  }

  /** The status. */
  public int status() {
    return settled.status;
  }

  /** The representation of the body; empty when there is none. */
  public Optional<Representation> representation() {
    return Optional.ofNullable(representation);
  }

  /** The content type of the body or refusal; empty when there is neither. */
  public Optional<String> contentType() {
    if (refusal != null) {
      return Optional.of("text/plain; charset=utf-8");
    }
    return arm instanceof JsonArm json
        ? Optional.of(json.contentType())
        : representation().map(Representation::contentType);
  }

  /** The plain text to answer with when the client refuses what is on offer. */
  public Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * The body, made by the first call; null without one. Whatever making it throws is the
   * application's.
   */
  public @Nullable Object body() throws Exception {
    if (made == null && body != null) {
      Body<?> once = body;
      body = null;
      made = once.get();
      if (representation == Representation.HTML) {
        Objects.requireNonNull(made, "The html(…) arm made null instead of markup.");
      }
    }
    return made;
  }

  /**
   * The markup, followed by that for other elements where the client asks; the head says then which
   * is which, so this comes before {@link #head}.
   *
   * @param markup what there is of the body
   * @throws Exception what making the rest throws
   */
  public String withAlso(String markup) throws Exception {
    if (!(arm instanceof HtmlArm html) || !asked || html.also().isEmpty()) {
      return markup;
    }
    StringBuilder all = new StringBuilder(markup);
    settled.set(SilcrowHeaders.ALSO, Also.append(html.also(), all));
    return all.toString();
  }

  /**
   * What goes before the body.
   *
   * @param pendingToasts the request's cookie {@value #TOAST_COOKIE}, with toasts no page has shown
   *     yet; they stay
   * @param secure whether the request came over https
   * @throws IllegalArgumentException when the modifiers take more than 6 KiB
   */
  public Head head(@Nullable String pendingToasts, boolean secure) {
    Map<String, String> headers = settled.headers(location);
    if (settled.toasts().isEmpty() || representation == Representation.JSON) {
      HeaderBudget.room(headers, "");
      return new Head(headers, Optional.empty());
    }
    String value = ToastCookie.value(settled.toasts());
    int room = HeaderBudget.room(headers, ToastCookie.header(value, secure));
    if (pendingToasts != null) {
      int limit = Math.min(ToastCookie.LIMIT, value.length() + room);
      value = ToastCookie.withPending(value, settled.toasts(), pendingToasts, limit);
    }
    return new Head(headers, Optional.of(ToastCookie.header(value, secure)));
  }

  /** Names and values of the meta elements that repeat modifiers for a document load. */
  public Map<String, String> metas() {
    return settled.metas();
  }

  /** The JSON array of toasts that goes into a JSON body as {@code _toasts}; empty otherwise. */
  public Optional<String> bodyToasts() {
    return settled.toasts().isEmpty() || representation != Representation.JSON
        ? Optional.empty()
        : Optional.of(Toasts.json(settled.toasts()));
  }

  /** The toasts, oldest first. */
  public List<Toast> toasts() {
    return List.copyOf(settled.toasts());
  }

  /**
   * What goes before the body.
   *
   * @param headers every header to set, in order: Location, those of Silcrow.js, the application's
   * @param toastCookie the Set-Cookie value that carries the toasts; empty without toasts and for
   *     JSON
   */
  public record Head(Map<String, String> headers, Optional<String> toastCookie) {}
}
