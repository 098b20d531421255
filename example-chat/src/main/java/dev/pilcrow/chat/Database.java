package dev.pilcrow.chat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The chat's database: a pool of connections to a schema that is up to date. */
final class Database implements AutoCloseable {
  /** The newest file in db/migration. */
  static final String SCHEMA_VERSION = "4";

  private static final int H2_IN_USE = 90020;
  private static final int POOL_SIZE = 8;
  private static final int TIMEOUT_SECONDS = 4;

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Connects and brings the schema up to date.
   *
   * @throws StartException within a few seconds, if the database is in use, away or refuses
   */
  static Database open(ChatSettings settings) throws StartException {
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config(settings));
    } catch (PoolInitializationException e) {
      throw new StartException(1, advice(settings.dbUrl(), e), e);
    }
    try {
      migrate(pool);
      return new Database(pool);
    } catch (FlywayException e) {
      pool.close();
      throw new StartException(
          1, "The database " + redact(settings.dbUrl()) + " cannot be used: " + reason(e), e);
    }
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
  }

  /** A JDBC address without what follows its path, since that may hold a password. */
  static String redact(String url) {
    String shown = url.split("[?;]", 2)[0];
    return shown.replaceFirst("//[^/@]*@", "//");
  }

  private static HikariConfig config(ChatSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("chat");
    config.setMaximumPoolSize(POOL_SIZE);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(TIMEOUT_SECONDS * 1_000L);
    config.setInitializationFailTimeout(1);
    config.setJdbcUrl(url(settings.dbUrl()));
    if (!settings.dbUser().isEmpty()) {
      config.setUsername(settings.dbUser());
      config.setPassword(settings.dbPassword());
    }
    if (settings.dbUrl().startsWith("jdbc:postgresql:")) {
      config.addDataSourceProperty("loginTimeout", TIMEOUT_SECONDS);
      config.addDataSourceProperty("connectTimeout", TIMEOUT_SECONDS);
      config.addDataSourceProperty("ApplicationName", "pilcrow-chat");
    }
    return config;
  }

  /**
   * H2 closes when we say so, not in a shutdown hook of its own, and writes each commit at once.
   */
  private static String url(String url) {
    boolean h2 = url.startsWith("jdbc:h2:");
    return h2 && !url.contains("DB_CLOSE_ON_EXIT")
        ? url + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0"
        : url;
  }

  /** Flyway takes half a second to find out that there is nothing to do, so that is asked first. */
  private static void migrate(HikariDataSource pool) {
    if (!isCurrent(pool)) {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          .javaMigrationClassProvider(List::of)
          .loggers("slf4j")
          .load()
          .migrate();
    }
  }

  private static boolean isCurrent(HikariDataSource pool) {
    try (Connection connection = pool.getConnection();
        PreparedStatement newest =
            connection.prepareStatement(
                "select 1 from \"flyway_schema_history\" where \"success\" and \"version\" = ?")) {
      newest.setString(1, SCHEMA_VERSION);
      return newest.executeQuery().next();
    } catch (SQLException e) {
      return false; // no history yet, or trouble that Flyway explains better
    }
  }

  private static String advice(String url, Throwable failure) {
    SQLException cause = sqlCause(failure);
    String database = "The database " + redact(url);
    if (cause == null) {
      return database + " cannot be opened: " + reason(failure);
    }
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (cause.getErrorCode() == H2_IN_USE) {
      return database
          + " is in use by another process. Stop that one, or choose another with --db.";
    }
    if (state.startsWith("08")) {
      return database
          + " cannot be reached. Is the server running and the address right? ("
          + reason(cause)
          + ")";
    }
    if (state.startsWith("28")) {
      return database + " refuses the user. Set CHAT_DB_USER and CHAT_DB_PASSWORD.";
    }
    return database + " cannot be opened: " + reason(cause);
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  /** The first line of a failure's message. */
  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    return message.strip().lines().findFirst().orElse("").strip();
  }
}
