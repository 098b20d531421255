// Signs of life between the pages of a room, over its typed channel: who is writing, and how far each
// has read. Without it the room is whole; a socket that is lost comes back by itself.
(() => {
  "use strict";
  /** How often it is said again that somebody writes, and when one of whom no more is heard is forgotten. */
  const SAID_AGAIN = 2500;
  const FORGOTTEN = 8000;
  /** How many pictures stand at a message, and of how many readers it is known where they are. */
  const PICTURES = 5;
  const READERS = 100;

  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const me = () => find(".app").dataset.me;
  const personOf = (who) => find(`#people-list > [data-person="${CSS.escape(who)}"]`);
  const nameOf = (person) => find(".name", person).textContent;
  const list = new Intl.ListFormat("en");

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  /** The room's page tells its signs and shows those of others, until another page takes its place. */
  function exchange(room, gone) {
    const socket = Silcrow.socket(`/ws/rooms/${room}/signs`, { reconnect: true });
    gone.addEventListener("abort", () => socket.close());
    /** Says something if the socket is open; what is lost all the same is said again later. */
    const say = (sign) => {
      const open = socket.status === "open";
      if (open) socket.send(sign).catch(() => {});
      return open;
    };
    const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: gone });
    const writing = tellWriting(say, listen);
    tellReading(socket, say, listen);

    const writers = showWriters(gone);
    const readers = showReaders();
    (async () => {
      for await (const { who, sign } of socket) {
        if (who === me()) continue;
        if (sign === "Writing") writers.add(who);
        else if (sign === "Paused") writers.remove(who);
        else readers.move(who, sign.Reading.message);
      }
    })();

    const observe = (target, handler) => {
      const observer = new MutationObserver(handler);
      observer.observe(target, { childList: true, subtree: true });
      gone.addEventListener("abort", () => observer.disconnect());
    };
    // Whoever has said something has stopped to write, and has read it.
    observe(find("#messages"), (changes) => {
      for (const { dataset } of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (!dataset?.person) continue;
        if (dataset.person === me()) writing.sent();
        else {
          writers.remove(dataset.person);
          readers.move(dataset.person, Number(dataset.id));
        }
      }
      readers.show();
    });
    observe(find("#people-list"), () => {
      writers.show();
      readers.show();
    });
    listen(document, "silcrow:load", readers.show);
  }

  function tellWriting(say, listen) {
    const area = find("#text");
    let saidAt = -Infinity;
    listen(area, "input", () => {
      const now = performance.now();
      if (!area.value.trim()) {
        if (saidAt > 0) say("Paused");
        saidAt = -Infinity;
      } else if (now - saidAt > SAID_AGAIN && say("Writing")) {
        saidAt = now;
      }
    });
    return { sent() { saidAt = -Infinity; } };
  }

  /** A room that has been read says so by this event; who cancels it has passed it on. */
  function tellReading(socket, say, listen) {
    let sign = null;
    listen(document, "chat:read", (event) => {
      sign = { Reading: event.detail };
      if (say(sign)) event.preventDefault();
    });
    listen(socket, "change", () => sign && say(sign));
  }

  function showWriters(gone) {
    const line = find("#typing");
    const timers = new Map(); // who → what forgets them
    gone.addEventListener("abort", () => timers.forEach(clearTimeout));

    function show() {
      const names = [...timers.keys()].map(personOf).filter(Boolean)
        .map((person) => element("bdi", { textContent: nameOf(person) }));
      const parts = [
        [],
        [names[0], " is typing…"],
        [names[0], " and ", names[1], " are typing…"],
      ][names.length] ?? ["Several people are typing…"];
      const next = element("p", {}, ...parts);
      if (line.textContent !== next.textContent) line.replaceChildren(...next.childNodes);
    }
    function remove(who) {
      clearTimeout(timers.get(who));
      if (timers.delete(who)) show();
    }
    function add(who) {
      clearTimeout(timers.get(who));
      timers.set(who, setTimeout(remove, FORGOTTEN, who));
      show();
    }
    return { add, remove, show };
  }

  function showReaders() {
    const scroller = find("#scroller");
    const places = new Map(); // who → the last message they have read

    function move(who, message) {
      const before = places.get(who) ?? 0;
      places.delete(who); // so that the newest come last
      places.set(who, Math.max(before, message));
      if (places.size > READERS) places.delete(places.keys().next().value);
      show();
    }

    /** The message in the page that they have come to: that one, or the last one before it. */
    const messageAt = (id) => find(`#m-${id}`, scroller)
      ?? all(".message", scroller).findLast(({ dataset }) => Number(dataset.id) <= id);

    function show() {
      const readBy = new Map();
      for (const person of all("#people-list > [data-person]")) {
        const who = person.dataset.person;
        const message = places.has(who) && messageAt(places.get(who));
        // That somebody has read their own message goes without saying.
        if (message && message.dataset.person !== who) {
          readBy.set(message, [...readBy.get(message) ?? [], person]);
        }
      }
      for (const old of all(".readers", scroller)) {
        if (!readBy.has(old.parentElement)) old.remove();
      }
      for (const [message, people] of readBy) {
        const old = find(".readers", message);
        const next = pictures(people);
        if (!old) message.append(next);
        else if (!old.isEqualNode(next)) old.replaceWith(next);
      }
    }
    return { move, show };
  }

  /** The readers of a message, as one picture for those who hear it; it is not read out when it comes. */
  function pictures(people) {
    const text = `Read by ${list.format(people.map(nameOf))}`;
    const made = element("span", { className: "readers", role: "img", title: text, ariaLabel: text, ariaLive: "off" },
      ...people.slice(0, PICTURES).map((person) => find(".avatar", person).cloneNode(true)));
    if (people.length > PICTURES) {
      made.append(element("span", { className: "avatar", textContent: `+${people.length - PICTURES}` }));
    }
    return made;
  }

  // Silcrow.js puts pages in the place of others; each page that arrives is begun anew.
  let leave = new AbortController();
  function arrive() {
    leave.abort();
    leave = new AbortController();
    if (window.Silcrow && find("#composer")) exchange(find("main[data-room]").dataset.room, leave.signal);
  }
  arrive();
  document.addEventListener("silcrow:load", ({ detail: { target } }) => {
    if (target === document.body) arrive();
  });
})();
