import { find } from "../dom/find.js";
import { body } from "../dom/native.js";
import { patch } from "../patch/patch.js";
import { failure } from "../report.js";
import { put, putAnew } from "./document.js";
import { links } from "./effects.js";
import { TIMEOUT, exchange } from "./exchange.js";
import { bare, currentPage } from "./history.js";

/**
 * Asks the server for the page that is shown and makes what is there that page: what the user typed
 * and chose stays. Nothing is said of it, for the user did not ask.
 *
 * @type {import("../live/continuity.js").Refetch}
 */
export async function refetch(target, selector) {
  const page = currentPage();
  const url = new URL(location.href);
  const visit = /** @type {import("./request.js").Visit} */ ({
    url, method: "GET", html: true, target, selector, trigger: "resync", reload: true,
  });
  const answer = await exchange(visit, AbortSignal.timeout(TIMEOUT));
  if (page !== currentPage()) return undefined;
  const { ok, status, isHtml, text, also, effects } = answer;
  if (!ok || !isHtml || bare(answer.url) !== bare(url.href)) {
    throw failure("http-status", `${status} ${answer.url}`);
  }
  links.adopt(effects.positions, target, target === body());
  putAnew(target, text, selector);
  for (const one of also) {
    const other = find(one.target, "server");
    if (other) put(other, one.markup, one.swap, one.target);
  }
  for (const one of effects.patches) patch(one.data, one.target, { attribution: "server" });
  return effects.positions;
}
