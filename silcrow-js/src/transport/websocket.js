/**
 * @typedef {object} LinkEvents
 * @property {() => void} opened
 * @property {(frame: {data: *, name?: string}) => void} frame
 * @property {() => void} [lost] an event stream that the browser itself is about to reopen
 * @property {(code: number, reason: string) => void} closed the last call, and only once
 */

/**
 * One WebSocket, from opening to its end. Never calls back before it returns, nor after close().
 *
 * @param {string} url
 * @param {LinkEvents} events
 */
export function openWebSocket(url, events) {
  let socket = null;
  const end = (code, reason) => {
    if (!events) return;
    const { closed } = events;
    events = null;
    closed(code, reason);
  };
  try {
    socket = new WebSocket(url);
  } catch (cause) {
    queueMicrotask(() => end(0, String(cause)));
    return { buffered: 0, send: () => false, close() { events = null; } };
  }
  socket.binaryType = "arraybuffer";
  socket.onopen = () => events?.opened();
  socket.onmessage = ({ data }) => events?.frame({ data });
  socket.onclose = ({ code, reason }) => end(code, reason);
  return {
    /** False when the socket is no longer open: it would drop the message without a word. */
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(message);
      return true;
    },
    /** Bytes that the browser has accepted and not sent. */
    get buffered() { return socket.bufferedAmount; },
    close(code = 1000) {
      events = null;
      socket.close(code);
    },
  };
}
