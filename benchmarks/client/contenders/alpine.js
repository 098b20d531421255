/** Alpine 3: keyed x-for over state that is changed in place; no transport. */
import { CELLS, LAMPS } from "../page/data.js";
import { loadLibrary } from "../page/library.js";
import { boundData, boundElements, byId, livePage, messageInside, rowInside, show, table }
  from "../page/markup.js";
import { onMessage } from "../page/socket.js";

async function start(state, page) {
  const { default: Alpine } = await loadLibrary("alpine");
  const data = Alpine.reactive(state);
  Alpine.data("app", () => ({ data }));
  show(page);
  Alpine.start();
  await Alpine.nextTick();
  return { data, flush: () => Alpine.nextTick() };
}

const ROW = '<template x-for="row in data.rows" :key="row.id"><tr :class="row.selected">'
  + rowInside({ idBinding: ' x-text="row.id"', labelBinding: ' x-text="row.label"' })
  + "</tr></template>";

function rows() {
  let data;
  let flush;
  /** Changes the state and waits until the page shows it. */
  const change = (work) => (step) => {
    work(step);
    return flush();
  };
  return {
    async setup() {
      ({ data, flush } = await start({ rows: [] }, `<div x-data="app">${table(ROW)}</div>`));
    },
    create: change((step) => { data.rows = step.rows.slice(); }),
    append: change((step) => { data.rows.push(...step.added); }),
    update: change(({ changed }) => {
      for (const { index, row } of changed) data.rows[index].label = row.label;
    }),
    swap: change(({ from, to }) => {
      const first = data.rows[from];
      data.rows[from] = data.rows[to];
      data.rows[to] = first;
    }),
    select: change(({ changed }) => {
      for (const { index, row } of changed) data.rows[index].selected = row.selected;
    }),
    remove: change(({ index }) => { data.rows.splice(index, 1); }),
    clear: change(() => { data.rows = []; }),
  };
}

const LINE = '<template x-for="line in data.lines" :key="line.id"><li>'
  + messageInside({ userBinding: ' x-text="line.user"', textBinding: ' x-text="line.text"' })
  + "</li></template>";

function live() {
  let data;
  let flush;
  const apply = {
    cell({ index, text }) { data.cells[index] = text; },
    lamp({ index, on }) { data.lamps[index] = on; },
    message(line) {
      data.lines.push(line);
      if (line.gone !== null) data.lines.shift();
    },
  };
  return {
    async setup() {
      const state = { cells: Array(CELLS).fill("0"), lamps: Array(LAMPS).fill(false), lines: [] };
      ({ data, flush } = await start(state, livePage({
        root: ' x-data="app"',
        cell: (i) => ` x-text="data.cells[${i}]"`,
        lamp: (i) => ` :class="data.lamps[${i}] ? 'on' : ''"`,
        chatContent: LINE,
      })));
      onMessage((event) => apply[event.kind](event));
    },
    encode: (event) => JSON.stringify(event),
    idle: () => flush(),
  };
}

const startup = () => ({
  page: `<div id="app" x-data='${JSON.stringify(boundData())}'>`
    + `${boundElements((i) => `<span x-text="c${i}">${i}</span>`)}</div>`,
  library: "alpine",
  async boot({ default: Alpine }) {
    Alpine.start();
    await Alpine.nextTick();
    Alpine.$data(byId("app")).c7 = "x";
    await Alpine.nextTick();
  },
  ready: () => byId("app").children[7].textContent === "x",
});

export default { rows: { full: rows }, live: { full: live }, startup: { full: startup } };
