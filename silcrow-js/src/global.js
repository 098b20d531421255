import * as api from "./index.js";

/** For script tags: one global, which starts itself. A second copy of the script does nothing. */
if (typeof window.Silcrow?.start !== "function") {
  const Silcrow = { ...api };
  // These were chainable in the original.
  Silcrow.onToast = (handler) => {
    api.onToast(handler);
    return Silcrow;
  };
  window.Silcrow = Object.freeze(Silcrow);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => api.start(), { once: true });
  } else {
    api.start();
  }
}
