/** The public names. Importing this does nothing; `start()` does. */
export {
  applyHeaders, connect as live, destroy, disconnect, go, optimistic, patch, reconnect, revert, send,
  start,
} from "./boot.js";
export { flush } from "./dispatch/dispatch.js";
export { sanitizeWith } from "./html/sanitize.js";
export { invalidate } from "./patch/bindings.js";
export { use } from "./patch/middleware.js";
export { stream } from "./patch/patch.js";
export { publish, snapshot, subscribe } from "./store/atoms.js";
export { onToast } from "./toasts/toasts.js";
