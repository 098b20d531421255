import { listen } from "./dom/native.js";
import * as api from "./index.js";

/** For script tags: one global, which starts itself. A second copy of the script does nothing. */
const page = /** @type {*} */ (window);

if (typeof page.Silcrow?.start !== "function") {
  /** @type {Record<string, *>} */
  const Silcrow = { ...api };
  // These are chainable here, as they were in the original.
  for (const name of ["onToast", "onRoute", "onError", "use"]) {
    Silcrow[name] = (handler) => {
      api[name](handler);
      return Silcrow;
    };
  }
  page.Silcrow = Object.freeze(Silcrow);
  // Its name in the original's documents.
  page.SilcrowNavigate ??= Silcrow;
  whenReady(api.start);
}

/** Runs once the DOM is ready: not before scripts that are deferred as this one is. */
function whenReady(work) {
  const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType("navigation"));
  if (document.readyState === "complete" || navigation?.domContentLoadedEventStart > 0) {
    work();
    return;
  }
  const once = () => {
    for (const end of ends) end();
    work();
  };
  // The second is for browsers that do not tell whether the first has been.
  const ends = [listen(document, "DOMContentLoaded", once), listen(window, "load", once)];
}
