package dev.pilcrow.client;

import dev.pilcrow.channel.RawMessage;
import dev.pilcrow.event.WsEvent;
import dev.pilcrow.ledger.MessageId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to the server: in order, each message under an id of its own, until it is
 * answered. Over each new connection all of it goes again.
 *
 * <p>Thread-safe; nothing is called with the lock held.
 */
final class LiveOutbox {
  /** How many messages may be written and not answered. */
  private static final int IN_FLIGHT = 256;

  private record Item(MessageId id, String text, CompletableFuture<Void> result) {
    /** The text with the id as its last member. */
    String identified() {
      return text.substring(0, text.length() - 1) + ",\"id\":\"" + id + "\"}";
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final int limit;
  private final Executor pool;
  private final String client;
  private long numbers;

  /** Written over the connection of the moment and not answered; all before those that wait. */
  private final ArrayDeque<Item> written = new ArrayDeque<>();

  private final ArrayDeque<Item> waiting = new ArrayDeque<>();
  private @Nullable Link<WsEvent, WsEvent> link;
  private boolean acks;
  private int maxMessage;
  private boolean writing;
  private @Nullable WsException closed;

  /**
   * An empty one.
   *
   * @param limit how many messages may wait
   * @param pool where it goes on after a write that took its time
   */
  LiveOutbox(int limit, Executor pool) {
    this.limit = limit;
    this.pool = pool;
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    client = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  CompletableFuture<Void> send(WsEvent.Custom event) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    String text = LiveFrame.CODEC.encode(event).text();
    lock.lock();
    try {
      if (closed != null) {
        return CompletableFuture.failedFuture(closed);
      }
      if (waiting.size() + written.size() >= limit) {
        return CompletableFuture.failedFuture(new WsException.Capacity(limit));
      }
      waiting.add(new Item(new MessageId(client, ++numbers), text, result));
    } finally {
      lock.unlock();
    }
    pump();
    return result;
  }

  /**
   * Sends everything that is not answered over this connection.
   *
   * @param acks whether the server answers
   * @param maxMessage the largest message it takes, in bytes
   */
  void attach(Link<WsEvent, WsEvent> next, boolean acks, int maxMessage) {
    lock.lock();
    try {
      link = next;
      writing = false;
      this.acks = acks;
      this.maxMessage = maxMessage;
      while (!written.isEmpty()) {
        waiting.addFirst(written.removeLast());
      }
    } finally {
      lock.unlock();
    }
    pump();
  }

  void detach(Link<WsEvent, WsEvent> from) {
    lock.lock();
    try {
      if (link == from) {
        link = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** The server has settled this message and all before it. */
  void ack(MessageId id) {
    List<Item> settled = new ArrayList<>();
    lock.lock();
    try {
      while (client.equals(id.client())
          && !written.isEmpty()
          && written.getFirst().id().number() <= id.number()) {
        settled.add(written.removeFirst());
      }
    } finally {
      lock.unlock();
    }
    settled.forEach(item -> item.result().complete(null));
    pump();
  }

  /** The server has rejected this message. */
  void nack(MessageId id, String reason) {
    Item rejected = null;
    lock.lock();
    try {
      for (Item item : written) {
        if (item.id().equals(id)) {
          rejected = item;
        }
      }
      written.remove(rejected);
    } finally {
      lock.unlock();
    }
    if (rejected != null) {
      rejected.result().completeExceptionally(new WsException.Rejected(reason));
    }
    pump();
  }

  /** Gives up everything that is not answered, and what comes. */
  void close(WsException why) {
    List<Item> dropped;
    lock.lock();
    try {
      closed = why;
      link = null;
      dropped = new ArrayList<>(written);
      dropped.addAll(waiting);
      written.clear();
      waiting.clear();
    } finally {
      lock.unlock();
    }
    dropped.forEach(item -> item.result().completeExceptionally(why));
  }

  private void pump() {
    boolean more = true;
    while (more) {
      more = writeNext();
    }
  }

  /** Returns whether the next one may follow. */
  private boolean writeNext() {
    Link<WsEvent, WsEvent> to;
    Item item;
    boolean fits;
    String text;
    lock.lock();
    try {
      to = link;
      item = waiting.peekFirst();
      if (to == null || item == null || writing || written.size() >= IN_FLIGHT) {
        return false;
      }
      waiting.removeFirst();
      text = acks ? item.identified() : item.text();
      fits = text.getBytes(StandardCharsets.UTF_8).length <= maxMessage;
      if (fits) {
        writing = true;
        written.addLast(item);
      }
    } finally {
      lock.unlock();
    }
    if (fits) {
      return write(to, item, new RawMessage.Text(text));
    }
    item.result()
        .completeExceptionally(
            new WsException.Rejected("it is over " + maxMessage + " bytes of UTF-8."));
    return true;
  }

  private boolean write(Link<WsEvent, WsEvent> to, Item item, RawMessage message) {
    var pending = new Pending();
    boolean ended =
        pending.hasEnded(
            to.write(wire -> message),
            pool,
            () -> {
              wrote(to, item, pending.failure() == null);
              pump();
            });
    if (ended) {
      wrote(to, item, pending.failure() == null);
    }
    return ended;
  }

  private void wrote(Link<WsEvent, WsEvent> to, Item item, boolean done) {
    boolean settled = false;
    lock.lock();
    try {
      if (link == to) {
        writing = false;
        settled = done && !acks && written.remove(item);
        link = done ? to : null;
      }
    } finally {
      lock.unlock();
    }
    if (settled) {
      item.result().complete(null);
    }
    if (!done) {
      to.broken();
    }
  }
}
