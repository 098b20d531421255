/** Markup that more than one contender needs, as a server would render it. */
import { CELLS, LAMPS } from "./data.js";

export const host = () => document.getElementById("host");

export const byId = (id) => document.getElementById(id);

export function show(markup) {
  host().innerHTML = markup;
}

/** Text as a node of its own, for contenders that clone a template. */
export function elementFrom(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content.firstElementChild;
}

export const table = (inside = "") =>
  `<table class="table"><tbody id="tbody">${inside}</tbody></table>`;

/** The inside of a row. The arguments are attributes and contents of its variable parts. */
export const rowInside = ({ idBinding = "", id = " ", labelBinding = "", label = " " }) =>
  `<td class="col-md-1"${idBinding}>${id}</td>`
  + `<td class="col-md-4"><a class="lbl"${labelBinding}>${label}</a></td>`
  + '<td class="col-md-1"><a class="rm"><span class="x" aria-hidden="true">x</span></a></td>'
  + '<td class="col-md-6"></td>';

export const row = ({ id, label, selected }) =>
  `<tr id="r${id}"${selected ? ` class="${selected}"` : ""}>${rowInside({ id, label })}</tr>`;

export const rowsOf = (rows) => rows.map(row).join("");

const NOTHING = () => "";

/**
 * The live page.
 *
 * @param {object} [parts] attributes and content that a contender needs
 */
export function livePage({
  root = "", chat = "", chatContent = "", cell = NOTHING, lamp = NOTHING,
} = {}) {
  const all = (count, one) => Array.from({ length: count }, (_, index) => one(index));
  const cells = all(CELLS, (i) => `<span id="c${i}" class="cell"${cell(i)}>0</span>`).join(" ");
  const lamps = all(LAMPS, (i) => `<i id="a${i}" class="led"${lamp(i)}></i>`).join("");
  return `<div id="live"${root}><div id="cells">${cells}</div>`
    + `<div id="lamps">${lamps}</div><ul id="chat"${chat}>${chatContent}</ul></div>`;
}

export const messageInside = ({ userBinding = "", user = " ", textBinding = "", text = " " }) =>
  `<b${userBinding}>${user}</b> <span${textBinding}>${text}</span>`;

export const message = ({ id, user, text }) =>
  `<li id="m${id}">${messageInside({ user, text })}</li>`;

export const cell = ({ index, text }) => `<span id="c${index}" class="cell">${text}</span>`;

export const lamp = ({ index, on }) => `<i id="a${index}" class="led${on ? " on" : ""}"></i>`;

/** Markup of what an event changed, for contenders that are sent markup. */
export const changed = (event) => (event.kind === "cell" ? cell(event) : lamp(event));

export const changedId = ({ kind, index }) => (kind === "cell" ? "c" : "a") + index;

export const BOUND = 2000;

/** The start-up page: elements that a server has rendered and the contender has to take over. */
export const boundElements = (one) =>
  Array.from({ length: BOUND }, (_, index) => one(index)).join("");

/** The data of the start-up page: equal to what it shows. */
export const boundData = () =>
  Object.fromEntries(Array.from({ length: BOUND }, (_, index) => [`c${index}`, index]));
