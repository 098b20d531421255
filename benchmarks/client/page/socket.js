/** @type {FakeWebSocket[]} every socket that a contender has opened */
const sockets = [];

/**
 * Stands in for WebSocket: a contender connects to it as to a real one, and what is delivered
 * reaches it as message events.
 */
export class FakeWebSocket extends EventTarget {
  static CONNECTING = 0;
  static OPEN = 1;
  static CLOSING = 2;
  static CLOSED = 3;
  readyState = FakeWebSocket.CONNECTING;
  bufferedAmount = 0;
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;

  constructor(url) {
    super();
    this.url = String(url);
    sockets.push(this);
    queueMicrotask(() => {
      this.readyState = FakeWebSocket.OPEN;
      this.#tell(new Event("open"));
    });
  }

  send() {}

  close() {
    this.readyState = FakeWebSocket.CLOSED;
  }

  deliver(data) {
    this.#tell(new MessageEvent("message", { data }));
  }

  #tell(event) {
    this[`on${event.type}`]?.(event);
    this.dispatchEvent(event);
  }
}

export const lastSocket = () => sockets.at(-1);

/** Connects contenders that have no entry point for messages of their own. */
export function onMessage(handle) {
  new WebSocket(`ws://${location.host}/ws`).onmessage = ({ data }) => handle(JSON.parse(data));
}
