import { LIMITS, POSITION, RESUME_PARAMETER } from "../protocol.js";

/**
 * A place in a topic's log.
 * @typedef {{epoch: string, offset: number}} Position
 */

/**
 * What one topic has come to.
 * @typedef {object} Topic
 * @property {Position} last the last event that this page has
 * @property {boolean} named whether the server was told that on the present link
 * @property {boolean} heard whether the server has said anything of it
 * @property {Gap | null} gap what is missing, while events wait for a page that has it
 */

/**
 * @typedef {object} Gap
 * @property {Position} until what the page must have for the events that wait to follow it
 * @property {Stamped[]} held
 * @property {number} size characters that are held
 * @property {boolean} told the page was asked what to do
 */

/**
 * An event of a topic, or a skip in the place of one.
 * @typedef {{topic: string, id: string, after?: number, skip?: boolean}} Stamped
 */

/**
 * Which events of its topics a connection has, and whether the next one follows. Every event is
 * let through once and in order; where one is missing, those that follow wait until the page was
 * fetched anew.
 */
export class Topics {
  /** @type {Map<string, Topic>} the one that was heard last is last */
  #topics = new Map();
  #page;
  #onGap;

  /**
   * @param {Map<string, string>} page topic → the position up to which the page's markup knows it
   * @param {() => void} onGap called when a gap opens
   */
  constructor(page, onGap) {
    this.#page = page;
    this.#onGap = onGap;
  }

  /**
   * What tells the server where to go on.
   *
   * @returns {{query: string, names: Set<string>}} the parameter, or "", and the topics in it
   */
  resume() {
    for (const [name, { heard }] of this.#topics) if (!heard) this.#topics.delete(name);
    for (const name of this.#page.keys()) this.#topic(name);
    const named = { __proto__: null };
    const names = new Set();
    let text = "";
    for (const [name, { last }] of [...this.#topics].reverse()) {
      named[name] = format(last);
      const next = JSON.stringify(named);
      if (names.size === LIMITS.resumed || utf8(next).length > LIMITS.resumeBytes) break;
      names.add(name);
      text = next;
    }
    return { query: text && `&${RESUME_PARAMETER}=${base64url(text)}`, names };
  }

  /**
   * Begins a link; nothing of an earlier one comes any more. What waits for a page is forgotten,
   * since the server sends it again, or says anew that there is a gap.
   *
   * @param {Set<string>} names the topics that the server was told of
   */
  begin(names) {
    for (const [name, topic] of this.#topics) {
      topic.gap = null;
      topic.named = names.has(name);
    }
  }

  /** The topic of a name, where anything is known of it; it counts as heard last. */
  #topic(name) {
    const at = parse(this.#page.get(name));
    const topic = this.#topics.get(name)
      ?? (at && { last: at, named: false, heard: false, gap: null });
    if (topic) this.#keep(name, topic);
    return topic;
  }

  #keep(name, topic) {
    this.#topics.delete(name);
    this.#topics.set(name, topic);
    if (this.#topics.size > LIMITS.topics) this.#topics.delete(this.#topics.keys().next().value);
    return topic;
  }

  /**
   * Notes an event that has come.
   *
   * @param {Stamped} event
   * @returns {boolean} whether it is to be carried out now: it is neither known nor has to wait
   */
  admit(event) {
    const { topic: name, id, after, skip } = event;
    const at = parse(id);
    const topic = this.#topic(name);
    if (!topic) {
      this.#keep(name, { last: at, named: true, heard: true, gap: null });
      return true;
    }
    const { last, gap, named } = topic;
    topic.heard = topic.named = true;
    if (gap) {
      hold(gap, event, at);
      return false;
    }
    const isSame = at.epoch === last.epoch;
    if (isSame && at.offset <= last.offset) return false;
    if (isSame && (skip ? named : follows(last, at, after))) {
      topic.last = at;
      return true;
    }
    // A skip that begins a topic says where the server goes on, and the page is behind that.
    this.#open(topic, skip ? at : before(at, after));
    if (!skip) hold(topic.gap, event, at);
    return false;
  }

  /** Notes that the server passed over events, or where it begins a topic. */
  skip({ topic, id }) {
    if (isStamp(topic, id)) this.admit({ topic, id, skip: true });
  }

  /** Notes that the server no longer has the events that follow those of this page. */
  resync({ topic: name, id }) {
    if (!isStamp(name, id)) return;
    const topic = this.#topic(name) ?? this.#keep(name, { last: parse(id) });
    topic.heard = topic.named = true;
    this.#open(topic, parse(id));
  }

  #open(topic, until) {
    topic.gap = { until, held: [], size: 0, told: false };
    this.#onGap();
  }

  /**
   * Takes over the place up to which markup that is about to be put in knows a topic.
   *
   * @param {string} name
   * @param {string} id
   * @param {boolean} covers the markup takes the place of all that the connection serves
   * @returns {{again: boolean, due: Stamped[]}} whether the server must send some events again,
   *     and which of those that waited follow the markup
   */
  adopt(name, id, covers) {
    const topic = this.#topics.get(name);
    const at = parse(id);
    if (!topic || !at) return { again: false, due: [] };
    const { last, gap } = topic;
    const isOlder = at.epoch !== last.epoch || at.offset < last.offset;
    if (covers || isOlder) topic.last = at;
    if (!gap) return { again: isOlder, due: [] };
    const isThere = covers && at.epoch === gap.until.epoch && at.offset >= gap.until.offset;
    return { again: false, due: isThere ? this.#fill(topic) : [] };
  }

  /**
   * Goes on behind a gap, whatever was in it.
   *
   * @param {string} name
   * @param {Position} until the gap's end, as {@link gaps} told it: another gap stays
   * @returns {Stamped[]} what waited
   */
  jump(name, until) {
    const topic = this.#topics.get(name);
    if (topic?.gap?.until !== until) return [];
    topic.last = until;
    return this.#fill(topic);
  }

  #fill(topic) {
    const { held } = topic.gap;
    topic.gap = null;
    return held.filter((event) => this.admit(event) && !event.skip);
  }

  /**
   * @param {boolean} [untold] only those that this has not been asked for before
   * @returns {[string, Position][]} the topics with a gap, and where it ends
   */
  gaps(untold = false) {
    const found = [...this.#topics].filter(([, { gap }]) => gap && !(untold && gap.told));
    return found.map(([name, { gap }]) => {
      if (untold) gap.told = true;
      return [name, gap.until];
    });
  }

  /** Topic → the position up to which the page has it. */
  positions() {
    return [...this.#topics].filter(([, { heard }]) => heard)
      .map(([name, { last }]) => [name, format(last)]);
  }
}

/** Keeps an event until the page is there; what does not fit must be in the page. */
function hold(gap, event, at) {
  const size = JSON.stringify(event).length;
  if (at.epoch !== gap.until.epoch) {
    Object.assign(gap, { until: before(at, event.after), held: [], size: 0 });
  }
  if (gap.held.length >= LIMITS.heldEvents || gap.size + size > LIMITS.heldText) {
    Object.assign(gap, { until: at, held: [], size: 0 });
    return;
  }
  gap.held.push(event);
  gap.size += size;
}

const before = ({ epoch, offset }, after = offset - 1) => ({ epoch, offset: after });

const follows = (last, { offset }, after = offset - 1) => after <= last.offset;

/** @returns {Position | null} */
function parse(id) {
  const [, epoch, offset] = POSITION.exec(id) ?? [];
  return epoch ? { epoch, offset: Number(offset) } : null;
}

const format = ({ epoch, offset }) => `${epoch}:${offset}`;

const isStamp = (topic, id) => typeof topic === "string" && POSITION.test(id);

const utf8 = (text) => new TextEncoder().encode(text);

const base64url = (text) => btoa(String.fromCharCode(...utf8(text)))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
