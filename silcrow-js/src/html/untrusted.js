import { words } from "./policy.js";

/** What text that a stranger wrote may consist of. */
const ALLOWED = words("a abbr address area article aside audio b bdi bdo big blockquote br caption"
  + " center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer"
  + " h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li main map mark menu nav ol p picture pre q"
  + " rp rt ruby s samp search section small source span strike strong sub summary sup table tbody td"
  + " tfoot th thead time tr track tt u ul var video wbr");

/** What others than HTML itself, and ARIA, gave a meaning to. */
const PLAIN = /^(?:aria-)?[a-z]+$/;

/** Attributes by which it could drive the page, take its focus, or be found by it. */
const DRIVING = /^(?:id|name|for|slot|part|style|target|tabindex|(?:access|auto|command|content|drag|form|interest|item|popover).*)$/;

/** Whether such text may not hold this element (lower-case name). */
export const isForeign = (tag) => !ALLOWED.has(tag);

/** Whether such text may not hold this attribute. */
export const isDriving = (name) => !PLAIN.test(name) || DRIVING.test(name);
