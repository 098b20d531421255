import { parseJson } from "../dom/json.js";
import { failure } from "../report.js";
import { backoff } from "./backoff.js";
import { sizeOf } from "./outbox.js";
import { openEventSource } from "./sse.js";

/**
 * What a socket does, for networks that let none through: an event stream at the socket's own URL
 * brings events, and a request takes each message, one after the other. A message whose answer is
 * lost goes again under the same number. Never calls back after close().
 *
 * @param {string} url of the socket
 * @param {import("./websocket.js").LinkEvents} events
 */
export function openFallback(url, events) {
  const address = url.replace(/^ws/, "http");
  let key;
  let count = 0;
  let buffered = 0;
  let last = Promise.resolve();
  const end = (code = 1006, reason = "") => {
    if (!events) return;
    const { closed } = events;
    close();
    closed(code, reason);
  };
  const stream = openEventSource(address, {
    opened() {},
    frame(frame) {
      if (!key && frame.name === "hello") {
        key = parseJson(frame.data)?.upstream;
        if (!key) return end();
        events.opened();
      }
      return events?.frame(frame);
    },
    lost: end,
    closed: end,
  });

  function close() {
    events = null;
    stream.close();
  }

  async function post(body, number) {
    const target = `${address}&silcrow-stream=${key}&n=${number}`;
    const type = typeof body === "string" ? "text/plain" : "application/octet-stream";
    for (let tries = 0; events; tries++) {
      const answer = await fetch(target, {
        method: "POST", mode: "same-origin", body, headers: { "Content-Type": type },
      }).catch(() => null);
      if (answer?.ok) return true;
      if (answer && answer.status !== 503) break;
      await new Promise((resolve) => { setTimeout(resolve, backoff(tries)); });
    }
    throw failure("send-closed", url);
  }

  return {
    /** Resolves when the server has taken the message. */
    send(message) {
      if (!key) return false;
      const bytes = sizeOf(message);
      const number = ++count;
      buffered += bytes;
      const sent = last.then(() => post(message, number)).finally(() => { buffered -= bytes; });
      last = sent.catch(() => {});
      return sent;
    },
    /** Bytes that the server has not taken yet. */
    get buffered() { return buffered; },
    close,
  };
}
