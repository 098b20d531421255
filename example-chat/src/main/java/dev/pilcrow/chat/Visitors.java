package dev.pilcrow.chat;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.websocket.WsContext;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Knows visitors by their cookies: a random secret that makes them themselves, and the name and
 * theme they chose. There are no accounts.
 */
final class Visitors {
  private static final String SECRET = "chat_id";
  private static final String NAME = "chat_name";
  private static final String THEME = "chat_theme";
  private static final String ZONE = "chat_zone";
  private static final Set<String> THEMES = Set.of("auto", "light", "dark");
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final int YEAR = 365 * 24 * 60 * 60;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();
  private final UnaryOperator<String> avatarOf;

  /**
   * @param avatarOf the hash of a person's picture, by their id, or empty
   */
  Visitors(UnaryOperator<String> avatarOf) {
    this.avatarOf = avatarOf;
  }

  /** The visitor of a request. A new one is given a secret to come back with. */
  Visitor of(Context ctx) {
    Visitor known = ctx.attribute("visitor");
    if (known != null) {
      return known;
    }
    String secret = ctx.cookie(SECRET);
    if (!isSecret(secret)) {
      secret = newSecret();
      keep(ctx, SECRET, secret);
    }
    String id = id(secret);
    String chosen = chosenName(ctx.cookie(NAME));
    Person person = person(id, chosen);
    Visitor visitor =
        new Visitor(person, chosen != null, theme(ctx.cookie(THEME)), zone(ctx.cookie(ZONE)));
    ctx.attribute("visitor", visitor);
    return visitor;
  }

  /**
   * The person at the other end of a socket; without a cookie, somebody new for as long as it is
   * open.
   */
  Person of(WsContext ctx) {
    String secret = ctx.cookie(SECRET);
    String id = id(isSecret(secret) ? secret : newSecret());
    return person(id, chosenName(ctx.cookie(NAME)));
  }

  private Person person(String id, @Nullable String chosen) {
    return new Person(id, chosen == null ? Nicknames.suggest(id) : chosen, avatarOf.apply(id));
  }

  /** Remembers the name a visitor chose. */
  void keepName(Context ctx, String name) {
    keep(ctx, NAME, URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  /** Remembers a theme; an unknown one counts as auto. */
  void keepTheme(Context ctx, @Nullable String theme) {
    keep(ctx, THEME, theme(theme));
  }

  private static void keep(Context ctx, String name, String value) {
    ctx.cookie(
        new Cookie(name, value, "/", YEAR, "https".equals(ctx.scheme()), true, null, SameSite.LAX));
  }

  private static boolean isSecret(@Nullable String cookie) {
    return cookie != null && cookie.matches("[A-Za-z0-9_-]{22}");
  }

  private String newSecret() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return TEXT.encodeToString(bytes);
  }

  /** The public id of a secret: 72 bits of its hash. */
  private static String id(@Nullable String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.valueOf(secret).getBytes(StandardCharsets.UTF_8));
      return TEXT.encodeToString(hash).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static @Nullable String chosenName(@Nullable String cookie) {
    if (cookie == null) {
      return null;
    }
    try {
      return Words.nickname(URLDecoder.decode(cookie, StandardCharsets.UTF_8));
    } catch (Refused | IllegalArgumentException e) {
      return null;
    }
  }

  private static String theme(@Nullable String cookie) {
    return cookie != null && THEMES.contains(cookie) ? cookie : "auto";
  }

  private static ZoneId zone(@Nullable String cookie) {
    try {
      return cookie == null || cookie.length() > 64
          ? UTC
          : ZoneId.of(URLDecoder.decode(cookie, StandardCharsets.UTF_8));
    } catch (DateTimeException | IllegalArgumentException e) {
      return UTC;
    }
  }
}
