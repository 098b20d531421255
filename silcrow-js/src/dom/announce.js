import {
  append, byId, create, getAttribute, getText, isConnected, removeElement, setAttribute, setText,
  rootElement, title,
} from "./native.js";

/** Screen readers miss text that comes together with its region, or twice in a row. */
const DELAY = 100;

const HIDDEN = "div:where(.silcrow-announcer){position:fixed;width:1px;height:1px;overflow:hidden;"
  + "clip-path:inset(50%)}";

let region = null;
let timer;

/** Makes an element with attributes. */
export function make(tag, attributes) {
  const element = create(tag);
  for (const name in attributes) setAttribute(element, name, attributes[name]);
  return element;
}

const dressed = new Set();

/**
 * Gives the page a stylesheet of ours. Its rules count less than any class of the page's, and no
 * policy has anything against it.
 *
 * @param {string} css
 */
export function dress(css) {
  if (dressed.has(css)) return;
  dressed.add(css);
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  } catch {
    // An old browser shows it plain.
  }
}

/**
 * Gives announcements their place in the page: after the body, so that no swap takes it away.
 *
 * @returns {() => void} takes it away
 */
export function openAnnouncer() {
  if (!region || !isConnected(region)) {
    region = make("div", { class: "silcrow-announcer", role: "status" });
    append(rootElement(), region);
  }
  return () => {
    clearTimeout(timer);
    removeElement(region);
  };
}

/**
 * Says something to users of a screen reader when they are not busy. Of several texts in short
 * succession the last is said.
 *
 * @param {string} text
 */
export function announce(text) {
  openAnnouncer();
  dress(HIDDEN);
  setText(region, "");
  clearTimeout(timer);
  timer = setTimeout(() => setText(region, text.trim().slice(0, 300)), DELAY);
}

/** Says that another page is there, by its title. */
export const announcePage = () => announce(title());

/**
 * Says what came into a target with `s-announce`: the words of the attribute, or else the text of
 * the target.
 *
 * @param {Element} target may be gone, for another one with its id
 */
export function announceSwap(target) {
  const words = getAttribute(target, "s-announce");
  if (words === null) return;
  const now = isConnected(target) ? target : byId(getAttribute(target, "id"));
  if (words || now) announce(words || getText(now));
}
