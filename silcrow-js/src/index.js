/** The public names. Importing this does nothing; `start()` does. */
export {
  applyHeaders, connect as live, destroy, disconnect, go, reconnect, send, start,
} from "./boot.js";
export { sanitizeWith } from "./html/sanitize.js";
export { invalidate } from "./patch/bindings.js";
export { patch, stream } from "./patch/patch.js";
export { onToast } from "./toasts/toasts.js";
