/*
 * A server with one topic, a page and the line between them, in which anything may happen: events,
 * events for others, cuts, restarts, logs that forget, readers that lag, pages that come late.
 * At the end the page must have shown every event once, whatever order things took.
 */
window.topicsProperty = ({ Topics }) => {
  const EPOCHS = "abcdefghijklmnopqrstuvwxyz";

  function randomOf(seed) {
    let state = seed * 2654435761 + 1 >>> 0;
    return (below) => {
      state ^= state << 13;
      state >>>= 0;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return state % below;
    };
  }

  class Server {
    epoch = 0;
    head = 0;
    /** What a fresh page shows: every event's number. */
    shown = [];
    /** offset → the event's number, or null where it is for others. */
    log = new Map();
    number = 0;

    get position() { return `${EPOCHS[this.epoch]}:${this.head}`; }

    id(offset) { return `${EPOCHS[this.epoch]}:${offset}`; }

    publish(forOthers) {
      this.head++;
      const event = forOthers ? null : ++this.number;
      if (event) this.shown.push(event);
      this.log.set(this.head, event);
    }

    trim(keep) {
      for (const offset of this.log.keys()) if (offset <= this.head - keep) this.log.delete(offset);
    }

    restart() {
      this.epoch++;
      this.head = 0;
      this.log.clear();
    }

    holds(offset) {
      for (let next = offset + 1; next <= this.head; next++) if (!this.log.has(next)) return false;
      return offset <= this.head;
    }
  }

  /** One connection to the server: a cursor, and the frames that are on their way. */
  class Line {
    frames = [];

    constructor(server, query) {
      this.server = server;
      const named = query && JSON.parse(atob(query.split("=")[1].replaceAll("-", "+").replaceAll("_", "/"))).t;
      this.named = named;
    }

    /** The handler subscribes to the topic, now or later. */
    join() {
      const { server, named } = this;
      if (this.epoch !== undefined) return;
      const [epoch, offset] = named ? named.split(":") : [];
      if (!named) this.say({ skip: true, id: server.position }, server.head);
      else if (epoch === EPOCHS[server.epoch] && server.holds(Number(offset))) this.cursor = Number(offset);
      else this.say({ resync: true, id: server.position }, server.head);
      this.epoch = server.epoch;
    }

    say(frame, cursor) {
      this.frames.push(frame);
      this.cursor = cursor;
    }

    /** Puts what is new on the line; `together`: as one frame for several events. */
    write(together) {
      const { server } = this;
      if (this.epoch === undefined) return;
      if (!server.holds(this.cursor)) {
        this.say({ resync: true, id: server.position }, server.head);
        return;
      }
      const first = this.cursor;
      const news = [];
      while (this.cursor < server.head) {
        const event = server.log.get(++this.cursor);
        if (event === null) {
          if (news.length) break;
          this.frames.push({ skip: true, id: server.id(this.cursor) });
          if (together) return;
        } else if (together) {
          news.push(event);
        } else {
          this.frames.push({ events: [event], id: server.id(this.cursor) });
        }
      }
      if (!news.length) return;
      if (server.log.get(this.cursor) === null) this.cursor--;
      this.frames.push({ events: news, id: server.id(this.cursor), after: first });
    }
  }

  class Client {
    shown = [];
    line = null;
    asked = null;
    topics;

    constructor(server, page) {
      this.server = server;
      this.shown = [...page.shown];
      /** Whether the page is one about the topic; others are where the user comes from. */
      this.knows = Boolean(page.position);
      this.page = new Map(this.knows ? [["t", page.position]] : []);
      this.topics = new Topics(this.page, () => {});
    }

    connect() {
      const { query, names } = this.topics.resume();
      this.line = new Line(this.server, query);
      this.topics.begin(names);
      if (this.knows) this.line.join();
    }

    cut() {
      this.line = null;
      this.topics.begin(new Set());
    }

    hear() {
      const frame = this.line.frames.shift();
      if (!frame) return;
      const { skip, resync, ...rest } = frame;
      const event = { topic: "t", ...rest };
      if (skip) this.topics.skip(event);
      else if (resync) this.topics.resync(event);
      else if (this.topics.admit(event)) this.show(event);
    }

    /** What stands for several is a patch: what it says again changes nothing. */
    show({ events, after }) {
      this.shown.push(...events.filter((event) => after === undefined || !this.shown.includes(event)));
    }

    ask() {
      this.asked = { shown: [...this.server.shown], position: this.server.position };
    }

    /** Puts a page in that was asked for some time ago. */
    arrive({ shown, position }) {
      this.knows = true;
      this.page.set("t", position);
      const { again, due } = this.topics.adopt("t", position, true);
      this.shown = [...shown];
      due.forEach((event) => this.show(event));
      if (again && this.line) {
        this.cut();
        this.connect();
      }
    }
  }

  function tryOne(seed) {
    const random = randomOf(seed);
    const server = new Server();
    for (let i = random(5); i > 0; i--) server.publish(false);
    const first = { shown: [...server.shown], position: server.position };
    for (let i = random(3); i > 0; i--) server.publish(random(5) === 0);
    const client = new Client(server, random(4) ? first : { shown: [] });
    let visit = null;
    const counts = {};
    const steps = {
      publish: () => server.publish(random(6) === 0),
      write: () => client.line?.write(random(3) === 0),
      hear: () => client.line && client.hear(),
      cut: () => client.cut(),
      connect: () => client.line || client.connect(),
      join: () => client.knows && client.line?.join(),
      trim: () => server.trim(random(4)),
      visit: () => { visit ??= { shown: [...server.shown], position: server.position }; },
      arrive() {
        if (visit) client.arrive(visit);
        visit = null;
      },
      ask: () => client.topics.gaps().length && !client.asked && client.ask(),
      answer() {
        if (client.asked) client.arrive(client.asked);
        client.asked = null;
      },
      restart() {
        if (server.epoch > 20) return;
        server.restart();
        client.cut();
      },
    };
    const likely = ["publish", "publish", "publish", "write", "write", "hear", "hear", "hear", "connect",
      "connect", "join", "ask", "answer", "visit", "arrive", "cut", "trim", "restart"];
    for (let i = 20 + random(120); i > 0; i--) {
      const name = likely[random(likely.length)];
      counts[name] = (counts[name] ?? 0) + 1;
      steps[name]();
    }
    // Now everything that is under way comes to its end.
    if (visit || !client.knows) client.arrive(visit ?? server);
    for (let i = 0; i < 20; i++) {
      if (!client.line) client.connect();
      client.line.join();
      client.line.write(false);
      while (client.line.frames.length) client.hear();
      if (client.topics.gaps().length) client.arrive({ shown: server.shown, position: server.position });
    }
    const isRight = String(client.shown) === String(server.shown) && !client.topics.gaps().length;
    return isRight ? null : { seed, shown: String(client.shown), expected: String(server.shown) };
  }

  return (first, count) => {
    const failures = [];
    for (let seed = first; seed < first + count; seed++) {
      const failure = tryOne(seed + 1);
      if (failure) failures.push(failure);
    }
    return failures;
  };
};
