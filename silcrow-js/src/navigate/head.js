import {
  append, getAttribute, head, importNode, isEqual, matches, queryAll, queryPage, removeElement,
  rootElement, setAttribute,
} from "../dom/native.js";
import { sameOrigin } from "../html/safe_url.js";
import { sanitize } from "../html/sanitize.js";
import { TRUSTED } from "../html/trust.js";

/** Milliseconds after which a page is shown without a style sheet that does not come. */
const PATIENCE = 3000;

/** What says something about a page and changes nothing in the one at hand. */
const MERGED = "meta[name]:not([name^=silcrow],[http-equiv]),meta[property],"
  + "link:is([rel=canonical],[rel=alternate],[rel=next],[rel=prev],[rel~=icon])";

const STYLES = "link[rel~=stylesheet]";

/**
 * What a page brings besides its body.
 * @typedef {object} Head
 * @property {() => Promise<*>} dress
 * @property {() => void} adopt
 */

/**
 * Reads the head of another page of this site. A head that nothing ends may be anything, and is left
 * alone.
 *
 * @param {string} markup a whole document
 * @returns {Head | null}
 */
export function readHead(markup) {
  const [text, rest] = markup.split(/<\/head\b/i);
  if (rest === undefined) return null;
  const parts = [...sanitize(text, null, TRUSTED).children];
  return {
    /**
     * Fetches the style sheets of this site that the page needs too. Those at hand stay.
     *
     * @returns {Promise<*>} settled when they are there, or take too long
     */
    dress() {
      const ours = new Set([...queryPage(STYLES)].map(({ href }) => href));
      return Promise.all(parts.filter((part) => matches(part, STYLES)).map((link) => {
        const url = sameOrigin(getAttribute(link, "href"))?.href;
        return url && !ours.has(url) && new Promise((done) => {
          const sheet = importNode(link);
          sheet.onload = sheet.onerror = done;
          setTimeout(done, PATIENCE);
          append(head(), sheet);
        });
      }));
    },

    /** Puts what is said about the page, and its language, in the place of what was. */
    adopt() {
      const [, lang] = /<html\b[^>]*\slang=["']?([\w-]+)/i.exec(text) ?? [];
      if (lang) setAttribute(rootElement(), "lang", lang);
      const next = parts.filter((part) => matches(part, MERGED));
      for (const old of queryAll(head(), MERGED)) {
        const same = next.findIndex((node) => isEqual(node, old));
        if (same < 0) removeElement(old);
        else next.splice(same, 1);
      }
      append(head(), ...next.map(importNode));
    },
  };
}
