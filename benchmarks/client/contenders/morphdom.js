/** morphdom, a morph without a transport. */
import { loadLibrary } from "../page/library.js";
import { gluedLive, htmlRows } from "./html.js";

const how = {
  setup: () => loadLibrary("morphdom"),
  inner(element, markup) {
    window.morphdom(element, `<tbody id="tbody">${markup}</tbody>`, { childrenOnly: true });
  },
  append: (element, markup) => element.insertAdjacentHTML("beforeend", markup),
  outer(element, markup) {
    window.morphdom(element, markup);
  },
  drop: (element) => element.remove(),
};

export default { rows: htmlRows(how), live: gluedLive(how) };
