import { closest, getAttribute } from "../dom/native.js";
import { toast } from "../toasts/toasts.js";

const WORDS = "Something went wrong. Please try again.";

/**
 * Tells the user that a visit came to nothing, in the words of the nearest `s-failed`, unless the page
 * took the error.
 *
 * @param {import("./request.js").Visit} visit
 * @param {import("../report.js").Failure} error
 * @param {string} [words] the server's own
 */
export function tell({ source, target }, { taken }, words) {
  const own = closest(source ?? target, "[s-failed]");
  const text = words || (own ? getAttribute(own, "s-failed") : WORDS);
  if (!taken && text) toast(text, "error");
}
