package dev.pilcrow.presence;

import dev.pilcrow.event.EncodedEvent;
import dev.pilcrow.hub.Hub;
import dev.pilcrow.hub.Subscription;
import dev.pilcrow.hub.Topic;
import dev.pilcrow.hub.TopicLogException;
import dev.pilcrow.internal.SerialRuns;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in which group: one member for each key, however many connections it has on however many
 * machines.
 *
 * <p>Machines tell each other through one topic of the hub. Each keeps its own members by speaking
 * three times in a lease; those of a machine that is not heard of for a lease leave together.
 * Somebody whose last connection ends is kept for a grace period, so that nobody who reloads or
 * comes back to another machine is seen leaving. A machine that does not hear itself is cut off: it
 * takes nobody for gone, and tells everything again when it is back.
 *
 * <p>Thread-safe. {@link #join}, the seats and the questions never wait for another machine.
 * Listeners are called one after the other on the executor's threads; on one machine changes of a
 * group are told in order, and somebody who comes and goes in between is not told at all.
 *
 * @param <M> what a connection says about itself: a record, bean, string or map for Jackson
 */
public final class Presence<M> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int READ_BYTES = 1 << 20;

  private final Topic topic;
  private final Class<M> type;
  private final PresenceSettings settings;
  private final LongSupplier clock;
  private final Mailbox mailbox;
  private final Listeners<M> listeners = new Listeners<>();
  private final SerialRuns runs;

  private final ReentrantLock lock = new ReentrantLock();

  /** All members; guarded by lock. */
  private final Roster<M> roster;

  /** The members of this machine; guarded by lock. */
  private final Seats<M> seats = new Seats<>();

  /** What is known of the machines; guarded by lock. */
  private final Machines<M> machines;

  /** Whether nothing is told any more; guarded by lock. */
  private boolean closed;

  /**
   * Joins the machines that share this name in the topics of a hub. {@link #tick} must be called
   * about ten times in a lease.
   *
   * @param name names the topic: 1 to 100 letters, digits and {@code : _ . / -}
   * @param type what a connection says about itself
   * @param executor runs what publishes, listens and tells; never two at a time
   * @param clock nanoseconds from any start
   */
  public Presence(
      Hub hub,
      String name,
      Class<M> type,
      PresenceSettings settings,
      Executor executor,
      LongSupplier clock) {
    this.topic = hub.topic("pilcrow:presence:" + name);
    this.type = type;
    this.settings = settings;
    this.clock = clock;
    this.runs =
        new SerialRuns(
            executor, this::run, e -> LOG.debug("Presence has ended with its executor", e));
    this.mailbox = new Mailbox(runs::signal);
    this.roster = new Roster<>(settings.maxMembers());
    String self = Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36);
    this.machines = new Machines<>(self, settings, roster, seats, clock.getAsLong());
    topic.subscribe(mailbox);
    runs.signal();
  }

  /**
   * Puts a connection into a group.
   *
   * @param group 1 to 128 characters, such as a room's id
   * @param key who it is: 1 to 128 characters
   * @param meta what the connection says about itself, at most 2 KiB of JSON
   * @throws IllegalArgumentException if one of these is too long, or the last cannot be written
   * @throws IllegalStateException if there are as many members as the settings allow
   */
  public Seat<M> join(String group, String key, M meta) {
    Place place = new Place(group, key);
    Bulletin.check(meta);
    Taken seat = new Taken(place);
    lock.lock();
    try {
      seats.put(place, seat, meta);
      if (!machines.show(place)) {
        seats.remove(place, seat, clock.getAsLong());
        throw new IllegalStateException(
            "Expected at most "
                + settings.maxMembers()
                + " members but there are as many already. Raise PresenceSettings.maxMembers.");
      }
    } finally {
      lock.unlock();
    }
    runs.signal();
    return seat;
  }

  /** The members of a group, in the order they came to be known. */
  public List<Member<M>> members(String group) {
    lock.lock();
    try {
      return roster.members(group);
    } finally {
      lock.unlock();
    }
  }

  /** A member of a group, if they are there. */
  public Optional<Member<M>> member(String group, String key) {
    Place place = new Place(group, key);
    lock.lock();
    try {
      return Optional.ofNullable(roster.member(place));
    } finally {
      lock.unlock();
    }
  }

  /** How many different keys there are in all groups. */
  public int size() {
    lock.lock();
    try {
      return roster.keys();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many times since the start a member of another machine was left out, because there were as
   * many as the settings allow. They are asked for again when there is room.
   */
  public long leftOut() {
    lock.lock();
    try {
      return machines.leftOut();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Calls back on each change of any group from now on, whichever machine it happened on; every
   * machine hears of it. A listener that throws is logged, and others go on.
   */
  public Subscription onChange(Consumer<PresenceChange<M>> listener) {
    return listeners.add(listener);
  }

  /** The same for the changes of one group. */
  public Subscription onChange(String group, Consumer<PresenceChange<M>> listener) {
    return listeners.add(group, listener);
  }

  /** Does what is due: speaks, and lets those go whose time is over. Any thread. */
  public void tick() {
    lock.lock();
    try {
      machines.tick(clock.getAsLong());
    } finally {
      lock.unlock();
    }
    runs.signal();
  }

  /**
   * Says goodbye: the members of this machine leave after the grace period. Closing twice is
   * harmless.
   */
  @Override
  public void close() {
    Bulletin<M> bye;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      bye = machines.bye();
    } finally {
      lock.unlock();
    }
    mailbox.close();
    publish(bye);
  }

  private void run() {
    try {
      listen();
      speak();
      tell();
    } catch (RuntimeException e) {
      LOG.error("Presence failed in {}; it goes on with what comes next", topic, e);
    }
  }

  private void listen() {
    for (List<EncodedEvent> events = mailbox.read(READ_BYTES);
        !events.isEmpty();
        events = mailbox.read(READ_BYTES)) {
      for (EncodedEvent event : events) {
        Optional<Bulletin<M>> bulletin = Bulletin.of(event, type);
        if (bulletin.isEmpty()) {
          LOG.debug("Ignored an event in {} that is no presence bulletin", topic);
          continue;
        }
        hear(bulletin.get());
      }
    }
  }

  private void hear(Bulletin<M> bulletin) {
    boolean full;
    lock.lock();
    try {
      full = machines.hear(bulletin, clock.getAsLong());
    } finally {
      lock.unlock();
    }
    if (full) {
      LOG.warn(
          "Members of other machines in {} are left out: there are {} already"
              + " (PresenceSettings.maxMembers). They are asked for when there is room",
          topic,
          settings.maxMembers());
    }
  }

  private void speak() {
    List<Bulletin<M>> due;
    lock.lock();
    try {
      due = closed ? List.of() : machines.due();
    } finally {
      lock.unlock();
    }
    for (Bulletin<M> bulletin : due) {
      if (!publish(bulletin)) {
        lock.lock();
        try {
          machines.unheard();
        } finally {
          lock.unlock();
        }
        return;
      }
    }
  }

  private boolean publish(Bulletin<M> bulletin) {
    try {
      topic.publish(bulletin.toEvent());
      return true;
    } catch (TopicLogException e) {
      LOG.debug("Other machines could not be told of presence; all is told again later", e);
      return false;
    }
  }

  private void tell() {
    List<PresenceChange<M>> changes;
    lock.lock();
    try {
      changes = roster.changes();
    } finally {
      lock.unlock();
    }
    changes.forEach(listeners::tell);
  }

  private final class Taken implements Seat<M> {
    private final Place place;

    /** Whether it was given up; guarded by lock. */
    private boolean left;

    Taken(Place place) {
      this.place = place;
    }

    @Override
    public void update(M meta) {
      Bulletin.check(meta);
      change(() -> seats.put(place, this, meta));
    }

    @Override
    public void close() {
      change(
          () -> {
            left = true;
            seats.remove(place, this, clock.getAsLong() + settings.grace().toNanos());
          });
    }

    private void change(Runnable action) {
      lock.lock();
      try {
        if (left) {
          return;
        }
        action.run();
        machines.show(place);
      } finally {
        lock.unlock();
      }
      runs.signal();
    }
  }
}
