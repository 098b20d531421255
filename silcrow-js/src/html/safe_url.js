import { baseUri } from "../dom/native.js";

const PROTOCOLS = new Set(["http:", "https:", "mailto:", "tel:"]);

/** Pictures only, and none that can hold script (SVG). */
const DATA_IMAGE = /^\s*data:image\/(?:avif|bmp|gif|jpe?g|png|webp);base64,/i;

const URL_ATTRIBUTES = new Set([
  "href", "xlink:href", "src", "action", "formaction", "poster", "background", "cite", "data",
  "longdesc", "manifest", "codebase", "srcset", "imagesrcset",
]);

/** Whether an attribute of this (lower-case) name holds one URL or several. */
export const holdsUrl = (name) => URL_ATTRIBUTES.has(name);

/**
 * Whether a value may stand in a URL attribute: http, https, mailto, tel or relative; on
 * `<img src>` also a base64 picture; on `<use>` only a fragment of this document.
 *
 * @param {string} value
 * @param {string} attribute lower-case name
 * @param {string} tag lower-case local name
 */
export function isSafeUrl(value, attribute, tag) {
  if (attribute.endsWith("srcset")) {
    return value.split(",").every((part) => isAllowed(part.trim().split(/\s/)[0]));
  }
  if (tag === "use") return value.trim().startsWith("#");
  return isAllowed(value) || (tag === "img" && attribute === "src" && DATA_IMAGE.test(value));
}

/**
 * A URL of this page's own origin, without credentials, or null.
 *
 * @param {unknown} value
 * @returns {URL | null}
 */
export function sameOrigin(value) {
  const url = parse(value);
  const ours = url && /^https?:$/.test(url.protocol) && url.origin === location.origin;
  return ours && !url.username && !url.password ? url : null;
}

/** An absolute URL, or null where there is none. */
export function parse(value) {
  if (typeof value !== "string") return null;
  try {
    return new URL(value, baseUri());
  } catch {
    return null;
  }
}

function isAllowed(value) {
  const url = parse(value);
  return url !== null && PROTOCOLS.has(url.protocol);
}
