import { baseUri } from "../dom/native.js";
import { words } from "./policy.js";
import { isSafeCss } from "./style.js";

/** What has an allowed protocol, or certainly none of its own. */
const PLAIN = /^(?:https?:|mailto:|tel:|[/#?.])/i;

/** Pictures only, and none that can hold script (SVG). */
const DATA_IMAGE = /^[\s\0]*data:image\/(?:avif|bmp|gif|jpe?g|png|webp);base64,/i;

const URL_ATTRIBUTES = words("href xlink:href src action formaction poster background cite data"
  + " longdesc manifest codebase srcset imagesrcset");

/** Attributes of SVG that are CSS, or become an attribute that is. */
const PAINT = /^(?:fill|stroke|filter|mask|clip-path|cursor|marker(?:-.*)?|from|to|by|values)$/;

/** Elements of SVG that refer to others of this document. */
const LOCAL = words("use mpath textpath tref pattern filter cursor discard feimage lineargradient"
  + " radialgradient set animate animatemotion animatetransform");

/** A candidate of a srcset: its URL, which may hold commas, and a descriptor with brackets. */
const CANDIDATE = /[\s,]*([^\s,](?:\S*[^\s,])?)(?:,+(?=\s|$)|(?:[^,(]|\([^)]*\)?)*)/gy;

/** Whether an attribute of this (lower-case) name holds one URL or several. */
export const holdsUrl = (name) => URL_ATTRIBUTES.has(name) || PAINT.test(name);

/**
 * Whether a value may stand in an attribute that holds URLs: http, https, mailto, tel or relative; on
 * `<img src>` also a base64 picture; on elements of SVG that refer to others only a fragment of this
 * document.
 *
 * @param {string} value
 * @param {string} attribute lower-case name
 * @param {string} tag lower-case local name
 */
export function isSafeUrl(value, attribute, tag) {
  if (PAINT.test(attribute)) return isSafeCss(value);
  if (attribute.endsWith("srcset")) return [...value.matchAll(CANDIDATE)].every(([, url]) => isAllowed(url));
  if (LOCAL.has(tag)) return /^[\t\n\f\r ]*#/.test(value);
  return isAllowed(value) || (tag === "img" && attribute === "src" && DATA_IMAGE.test(value));
}

/** Whether a value is a URL that runs as script. */
export const isScriptUrl = (value) => parse(value)?.protocol === "javascript:";

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

const isAllowed = (value) => PLAIN.test(value) || PLAIN.test(parse(value)?.href);
