import { explainWith } from "./report.js";

/**
 * What each code means, for people: what was expected, and what to do. Part of the readable build
 * only; the production build reports the bare codes.
 */
export const SENTENCES = Object.freeze({
  __proto__: null,
  "atom-data": "An atom did not take this data. Expected what JSON can hold, at most 64 levels deep"
    + " and without circles",
  "atom-invalid": "Expected the name of an atom, and a function to call",
  "atom-loop": "Subscribers of atoms keep publishing in a circle, which was cut",
  "atom-subscriber": "A subscriber of an atom threw",
  "binding-failed": "A binding did not take its value. Expected text or a number, an object only for"
    + " class and style, and http, https, mailto, tel or relative URLs",
  "binding-refused": "This cannot be bound. Expected a path such as a.b, and no event handler or"
    + " other attribute that runs code",
  "body-foreign": "Expected a response of HTML or JSON",
  "body-malformed": "Expected a response of JSON",
  "draft-unsaved": "A draft was not kept: the browser refuses to store it, or it is longer than 200,000"
    + " characters",
  "effect-malformed": "A response header or meta element has a value that means nothing",
  "event-failed": "An event of the server could not be carried out",
  "foreign-url": "Expected a path on this site, without credentials",
  "frame-malformed": "A message of the server was ignored, since it is none of the five events",
  "http-status": "The server answered with an error",
  "list-depth": "Lists are nested too deeply: at most 64 levels are shown",
  "list-duplicate": "Two items of a list have the same key; only the first is shown",
  "list-expression": 'Expected s-for="item in path.to.items" and :key="item.id"',
  "list-key": "An item of a list has no key. Expected text or a number at the path that :key names",
  "list-shape": "Expected an array of all items, or an object that is one of them",
  "list-template": "Expected a <template> with at least one element for the rows of this list",
  "live-refused": "Expected the URL of a live route on this site, without credentials",
  "live-terminal": "The server closed the connection and does not want it back",
  "middleware-failed": "A function given to use() threw; its change is left out",
  "middleware-invalid": "Expected a function for use()",
  "optimistic-malformed": "Expected s-optimistic to be a JSON object of data that this"
    + " element or one around it shows, at most 64 levels deep",
  "patch-shape": "Expected an object to patch with",
  "request-failed": "The request did not get an answer",
  "request-timeout": "The request did not get an answer in time",
  "resync-failed": "Events are missing, and the page that would have them could not be fetched",
  "route-handler": "The page's own route handler threw",
  "revert-nothing": "Nothing optimistic waits on this element: it was settled, undone or never"
    + " there",
  "routes-malformed": 'Expected {"path": "ws" or "sse"} in the meta element silcrow-live',
  "sanitizer-failed": "The page's own sanitizer threw, or returned neither nodes nor text: Silcrow's policy was"
    + " used instead",
  "seed-malformed": "Expected the data block to be a JSON object of atom or path to data",
  "send-closed": "The connection is closed, so nothing can be sent on it",
  "send-encoding": "The message has no JSON form",
  "send-expired": "Messages that an earlier page had kept were too old to be sent",
  "send-nowhere": "No live connection belongs to this element, selector or path",
  "send-one-way": "This connection is an event stream: nothing can be sent on it. Give the element"
    + " a socket, such as s-live=\"ws:/ws/chat\"",
  "send-overflow": "Too much waits to be sent already",
  "send-rejected": "The server rejected the message",
  "send-too-large": "The server does not take messages of this size",
  "send-unsaved": "A message was not kept for the case that the page ends: the browser refuses to store it, or"
    + " knows no locks on pages without HTTPS",
  "socket-closed": "The socket has ended, so nothing more can be received",
  "socket-code": "Expected a close code that pages may send: 1000, or 3000 to 4999",
  "socket-malformed": "A message of the server was ignored, since it is not in the codec of the socket",
  "socket-overflow": "A socket was closed: 1,000 messages or 1 MiB waited and the page took none",
  "socket-reader": "Another reader of this socket waits already",
  "swap-failed": "The answer could not be put into the page",
  "target-forbidden": "Elements of this kind cannot be changed by Silcrow",
  "target-invalid": "Expected an element, or a selector of at most 256 characters",
  "target-missing": "No element matches this selector",
  "toast-cookie": "The cookie silcrow_toasts is not percent-encoded JSON",
  "toast-handler": "The page's own toast handler threw",
  "toast-shape": "Expected an array of toasts, each with a message",
});

/** Where a code is explained at length. */
export const pageOf = (code) => `docs/codes.md#${code}`;

/** A sentence, what was found, what to do and where to read on. */
export const compose = (sentence, found, advice, code) =>
  `${sentence}${found === undefined ? "" : ` (found: ${found})`}.${advice ? ` ${advice}` : ""}`
  + ` See ${pageOf(code)}`;

explainWith((code, found) => compose(SENTENCES[code] ?? code, found, "", code));
