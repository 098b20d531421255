/** idiomorph, a morph without a transport. */
import { loadLibrary } from "../page/library.js";
import { gluedLive, htmlRows } from "./html.js";

const morph = (element, markup, morphStyle) => {
  window.Idiomorph.morph(element, markup, { morphStyle });
};

const how = {
  setup: () => loadLibrary("idiomorph"),
  inner: (element, markup) => morph(element, markup, "innerHTML"),
  append: (element, markup) => element.insertAdjacentHTML("beforeend", markup),
  outer: (element, markup) => morph(element, markup, "outerHTML"),
  drop: (element) => element.remove(),
};

export default { rows: htmlRows(how), live: gluedLive(how) };
