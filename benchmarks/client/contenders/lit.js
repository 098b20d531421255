/** lit: its templates with the keyed repeat directive; no transport. */
import { CELLS, LAMPS } from "../page/data.js";
import { loadLibrary } from "../page/library.js";
import { byId, host, show, table } from "../page/markup.js";
import { onMessage } from "../page/socket.js";

function rows() {
  let lit;
  const template = ({ id, label, selected }) => lit.html`<tr class=${selected}><td
    class="col-md-1">${id}</td><td class="col-md-4"><a class="lbl">${label}</a></td><td
    class="col-md-1"><a class="rm"><span class="x" aria-hidden="true">x</span></a></td><td
    class="col-md-6"></td></tr>`;
  const all = (step) => lit.render(lit.repeat(step.rows, (row) => row.id, template), byId("tbody"));
  return {
    async setup() {
      lit = await loadLibrary("lit");
      show(table());
    },
    create: all, append: all, update: all, swap: all, select: all, remove: all, clear: all,
  };
}

/** Rendered once per turn of the event loop, as components of lit are. */
function live() {
  const state = { cells: Array(CELLS).fill("0"), lamps: Array(LAMPS).fill(false), lines: [] };
  let render;
  let waiting = false;
  const apply = {
    cell({ index, text }) { state.cells[index] = text; },
    lamp({ index, on }) { state.lamps[index] = on; },
    message(line) {
      state.lines.push(line);
      if (line.gone !== null) state.lines.shift();
    },
  };
  return {
    async setup() {
      const lit = await loadLibrary("lit");
      const { html, repeat } = lit;
      const cell = (text, i) => html`<span id="c${i}" class="cell">${text}</span> `;
      const lamp = (on, i) => html`<i id="a${i}" class=${on ? "led on" : "led"}></i>`;
      const line = ({ user, text }) => html`<li><b>${user}</b> <span>${text}</span></li>`;
      render = () => {
        waiting = false;
        lit.render(html`<div id="live"><div id="cells">${state.cells.map(cell)}</div><div
          id="lamps">${state.lamps.map(lamp)}</div><ul
          id="chat">${repeat(state.lines, ({ id }) => id, line)}</ul></div>`, host());
      };
      render();
      onMessage((event) => {
        apply[event.kind](event);
        if (waiting) return;
        waiting = true;
        queueMicrotask(render);
      });
    },
    encode: (event) => JSON.stringify(event),
    idle: () => Promise.resolve(),
  };
}

export default { rows: { full: rows }, live: { full: live } };
