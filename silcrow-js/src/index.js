/** The public names. Importing this does nothing; `start()` does. */
export {
  connect as live, destroy, disconnect, optimistic, patch, reconnect, revert, send, start,
} from "./boot.js";
export { flush } from "./dispatch/dispatch.js";
export { sanitizeWith } from "./html/sanitize.js";
export { go, prefetch, submit } from "./navigate/api.js";
export { cache } from "./navigate/cache.js";
export { applyHeaders } from "./navigate/effects.js";
export { onError, onRoute } from "./navigate/hooks.js";
export { invalidate } from "./patch/bindings.js";
export { use } from "./patch/middleware.js";
export { stream } from "./patch/patch.js";
export { socket } from "./socket/socket.js";
export { publish, snapshot, subscribe } from "./store/atoms.js";
export { onToast } from "./toasts/toasts.js";
