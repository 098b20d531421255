package dev.pilcrow.benchmarks.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * What the application knows for good: the events of each topic, numbered from 1, and the effects
 * of messages, each under the message's name. It outlives the servers that write to it.
 */
final class Database implements AutoCloseable {
  private final JdbcConnectionPool pool;

  private Database(String url) {
    pool = JdbcConnectionPool.create(url, "sa", "");
    pool.setMaxConnections(16);
  }

  /** The tables, new and empty. */
  static Database create(String url) throws SQLException {
    Database database = new Database(url);
    try (Connection connection = database.pool.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create table event (topic int, n int, primary key (topic, n))");
      statement.execute(
          "create table effect (id identity primary key, message varchar(64) unique,"
              + " client int, n int)");
    }
    return database;
  }

  static Database open(String url) {
    return new Database(url);
  }

  void addEvent(int topic, int n) throws SQLException {
    update("insert into event (topic, n) values (?, ?)", topic, n);
  }

  /** The number of a topic's newest event. */
  int newest(int topic) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query =
            connection.prepareStatement("select max(n) from event where topic = ?")) {
      query.setInt(1, topic);
      try (ResultSet found = query.executeQuery()) {
        found.next();
        return found.getInt(1);
      }
    }
  }

  /** Stores what a message does; returns false if that has been done. */
  boolean addEffect(String message, int client, int n) throws SQLException {
    try {
      update("insert into effect (message, client, n) values (?, ?, ?)", message, client, n);
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.DUPLICATE_KEY_1) {
        return false;
      }
      throw e;
    }
  }

  /** The numbers of a client's effects, in the order in which they happened. */
  List<Integer> effects(int client) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement query =
            connection.prepareStatement("select n from effect where client = ? order by id")) {
      query.setInt(1, client);
      List<Integer> numbers = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          numbers.add(found.getInt(1));
        }
      }
      return numbers;
    }
  }

  private void update(String sql, Object... values) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      update.executeUpdate();
    }
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
