import { describe } from "../dom/find.js";
import { merge } from "../dom/merge.js";
import { sameOrigin } from "../html/safe_url.js";
import { LIMITS } from "../protocol.js";
import { report } from "../report.js";
import { takeToasts } from "../toasts/toasts.js";

/**
 * A named value that others follow.
 * @typedef {object} Atom
 * @property {string} scope
 * @property {*} value frozen; undefined until there is one
 * @property {Set<{listener: (value: *, scope: string) => void}>} followers
 */

/** @type {Map<string, Atom>} */
const atoms = new Map();

/** The scopes that nobody follows, the one that was used longest ago first. */
const idle = new Set();

/** Changes that are being told, in the order in which they were made. */
const rounds = [];

/**
 * Calls back at each change of an atom, in the order of the changes: what a callback publishes is
 * told when the change at hand has been told to everyone. Does not call at once.
 *
 * @param {string} scope any name; `route:` and a path; `stream:` and the path or URL of a connection
 * @param {(value: *, scope: string) => void} listener the value is frozen
 * @returns {() => void} ends it
 */
export function subscribe(scope, listener) {
  const name = typeof listener === "function" ? scopeOf(scope) : refuse(listener);
  if (name === null) return () => {};
  const atom = use(name);
  const follower = { listener };
  atom.followers.add(follower);
  idle.delete(name);
  return () => {
    if (!atom.followers.delete(follower) || atom.followers.size || atoms.get(name) !== atom) return;
    if (atom.value === undefined) atoms.delete(name);
    else use(name);
  };
}

/**
 * The value of an atom now, frozen; undefined while there is none.
 *
 * @param {string} scope
 * @returns {*}
 */
export function snapshot(scope) {
  const name = scopeOf(scope);
  // A stream is only listened to once somebody has asked for it.
  return name !== null && (atoms.has(name) || name.startsWith("stream:"))
    ? use(name).value : undefined;
}

/**
 * Merges data into an atom: objects merge, arrays and all else replace. Nobody is told when that
 * changes nothing.
 *
 * @param {string} scope
 * @param {*} data
 */
export function publish(scope, data) {
  put(scopeOf(scope), data);
}

/** What a route answered, whole. */
export function feedRoute(url, data) {
  put(scopeOf(`route:${url}`), takeToasts(data, true), true);
}

/** What a connection brought; costs next to nothing where nobody wants it. */
export function feedStream(url, data) {
  if (!atoms.size) return;
  const name = `stream:${url.replace(/^ws/, "http")}`;
  if (atoms.has(name)) put(name, takeToasts(data, true));
}

/** Sets an atom to data of the document; what a script of the page was faster to say stays. */
export function seed(scope, data) {
  const name = scopeOf(scope);
  const known = atoms.get(name)?.value;
  put(name, known === undefined ? data : merge(data, known), true);
}

/** Forgets every atom; nobody is told. */
export function forgetAtoms() {
  atoms.clear();
  idle.clear();
}

/** The one form of a scope's name; null after a report. */
function scopeOf(scope) {
  if (typeof scope !== "string" || !scope.trim()) return refuse(scope);
  const name = scope.trim();
  const [, kind, place = ""] = /^(route|stream):(.*)/s.exec(name) ?? [];
  const url = kind && sameOrigin(place.replace(/^ws(?=s?:)/, "http"));
  if (!url) return name;
  return kind + ":" + (kind === "route" ? url.pathname : url.href.replace(/#.*/s, ""));
}

function refuse(found) {
  report("atom-invalid", "app", { found: describe(found) });
  return null;
}

/** The atom of this name, which was used just now. */
function use(name) {
  const atom = atoms.get(name) ?? { scope: name, value: undefined, followers: new Set() };
  atoms.set(name, atom);
  if (!atom.followers.size) {
    idle.delete(name);
    idle.add(name);
    if (idle.size > LIMITS.idleAtoms) {
      const [oldest] = idle;
      idle.delete(oldest);
      atoms.delete(oldest);
    }
  }
  return atom;
}

function put(name, data, whole) {
  if (name === null || data === undefined) return;
  const atom = use(name);
  try {
    const next = merge(atom.value, data, whole);
    if (Object.is(next, atom.value)) return;
    atom.value = next;
  } catch (cause) {
    report("atom-data", "app", { found: name, cause });
    return;
  }
  if (atom.followers.size) tell(atom);
}

function tell(atom) {
  rounds.push([atom, atom.value, [...atom.followers]]);
  if (rounds.length > 1) return;
  // Those that are added meanwhile come after.
  for (const [{ scope, followers }, value, all] of rounds) {
    if (rounds.length > LIMITS.atomRounds) {
      report("atom-loop", "app", { found: scope });
      break;
    }
    for (const follower of all) {
      if (followers.has(follower)) call(follower, value, scope);
    }
  }
  rounds.length = 0;
}

function call({ listener }, value, scope) {
  try {
    listener(value, scope);
  } catch (cause) {
    report("atom-subscriber", "app", { found: scope, cause });
  }
}
