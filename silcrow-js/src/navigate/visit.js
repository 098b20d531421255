import { emit } from "../dom/emit.js";
import { body } from "../dom/native.js";
import { sameOrigin } from "../html/safe_url.js";
import { report } from "../report.js";

/**
 * Goes to another page of this site: a real navigation, announced by a cancelable
 * `silcrow:navigate`. An empty path is ignored.
 *
 * @param {string} path
 * @param {"ws" | "sse" | "header" | "api"} trigger who asked
 */
export function visit(path, trigger) {
  if (!path) return;
  const url = sameOrigin(path);
  if (!url) {
    report("foreign-url", "server", { found: path });
    return;
  }
  const detail = { url: url.href, method: "GET", trigger, target: body() };
  if (emit(document, "silcrow:navigate", detail, true)) location.assign(url.href);
}
