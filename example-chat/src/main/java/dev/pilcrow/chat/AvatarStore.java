package dev.pilcrow.chat;

import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody's picture. Each method is one transaction; any thread may call. */
final class AvatarStore {
  private static final Logger LOG = LoggerFactory.getLogger(AvatarStore.class);

  private final Supplier<Jdbi> database;

  /** A store over a database that may still be opening; the first use waits for it. */
  AvatarStore(Supplier<Jdbi> database) {
    this.database = database;
  }

  /** The hash of a person's picture, or empty: also while there is no database to ask. */
  String hash(String personId) {
    try {
      return database
          .get()
          .withHandle(
              handle ->
                  handle
                      .createQuery("select hash from avatar where person_id = :id")
                      .bind("id", personId)
                      .mapTo(String.class)
                      .findOne()
                      .orElse(""));
    } catch (RuntimeException e) {
      LOG.debug("A page goes without pictures", e);
      return "";
    }
  }

  Optional<Picture> find(String personId) {
    return database
        .get()
        .withHandle(
            handle ->
                handle
                    .createQuery("select type, image from avatar where person_id = :id")
                    .bind("id", personId)
                    .map((row, context) -> new Picture(row.getString(1), row.getBytes(2)))
                    .findOne());
  }

  /** Keeps a picture in place of the one before. */
  void keep(String personId, Picture picture) {
    database
        .get()
        .useTransaction(
            handle -> {
              handle.execute("delete from avatar where person_id = ?", personId);
              handle.execute(
                  "insert into avatar (person_id, hash, type, image) values (?, ?, ?, ?)",
                  personId,
                  picture.hash(),
                  picture.type(),
                  picture.bytes());
            });
  }

  void remove(String personId) {
    database
        .get()
        .useHandle(handle -> handle.execute("delete from avatar where person_id = ?", personId));
  }
}
