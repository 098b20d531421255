/** Preact: keyed components that skip what did not change; no transport. */
import { CELLS, LAMPS } from "../page/data.js";
import { loadLibrary } from "../page/library.js";
import { BOUND, boundElements, byId, host, show, table } from "../page/markup.js";
import { onMessage } from "../page/socket.js";

function rows() {
  let h;
  let render;
  let Row;
  const all = (step) => render(step.rows.map((row) => h(Row, { key: row.id, row })), byId("tbody"));
  return {
    async setup() {
      const { Component, ...preact } = await loadLibrary("preact");
      ({ h, render } = preact);
      Row = class extends Component {
        shouldComponentUpdate(next) { return next.row !== this.props.row; }

        render({ row }) {
          return h("tr", { class: row.selected },
            h("td", { class: "col-md-1" }, row.id),
            h("td", { class: "col-md-4" }, h("a", { class: "lbl" }, row.label)),
            h("td", { class: "col-md-1" },
              h("a", { class: "rm" }, h("span", { class: "x", "aria-hidden": "true" }, "x"))),
            h("td", { class: "col-md-6" }));
        }
      };
      show(table());
    },
    create: all, append: all, update: all, swap: all, select: all, remove: all, clear: all,
  };
}

function live() {
  const cells = [];
  const lamps = [];
  let chat;
  const apply = {
    cell({ index, text }) { cells[index].setState({ text }); },
    lamp({ index, on }) { lamps[index].setState({ on }); },
    message(line) {
      chat.setState(({ lines }) => {
        const kept = line.gone === null ? lines : lines.slice(1);
        return { lines: [...kept, line] };
      });
    },
  };

  function components({ h, Component }) {
    class Cell extends Component {
      constructor(props) {
        super(props);
        this.state = { text: "0" };
        cells[props.index] = this;
      }

      render({ index }, { text }) { return h("span", { id: `c${index}`, class: "cell" }, text); }
    }
    class Lamp extends Component {
      constructor(props) {
        super(props);
        this.state = { on: false };
        lamps[props.index] = this;
      }

      render({ index }, { on }) {
        return h("i", { id: `a${index}`, class: on ? "led on" : "led" });
      }
    }
    class Line extends Component {
      shouldComponentUpdate() { return false; }

      render({ line }) {
        return h("li", null, h("b", null, line.user), " ", h("span", null, line.text));
      }
    }
    class Chat extends Component {
      constructor(props) {
        super(props);
        this.state = { lines: [] };
        chat = this;
      }

      render(_, { lines }) {
        return h("ul", { id: "chat" }, lines.map((line) => h(Line, { key: line.id, line })));
      }
    }
    return { Cell, Lamp, Chat };
  }

  return {
    async setup() {
      const preact = await loadLibrary("preact");
      const { h } = preact;
      const { Cell, Lamp, Chat } = components(preact);
      const all = (count, component) =>
        Array.from({ length: count }, (_, index) => h(component, { index }));
      preact.render(h("div", { id: "live" },
        h("div", { id: "cells" }, all(CELLS, Cell).flatMap((cell) => [cell, " "])),
        h("div", { id: "lamps" }, all(LAMPS, Lamp)), h(Chat)), host());
      onMessage((event) => apply[event.kind](event));
    },
    encode: (event) => JSON.stringify(event),
    idle: () => new Promise((resolve) => { setTimeout(resolve); }),
  };
}

const startup = () => ({
  page: `<div id="app">${boundElements((i) => `<span>${i}</span>`)}</div>`,
  library: "preact",
  boot({ h, hydrate, render }) {
    const app = (seventh) => h("div", { id: "app" },
      Array.from({ length: BOUND }, (_, i) => h("span", null, i === 7 ? seventh : i)));
    hydrate(app(7), host());
    render(app("x"), host());
  },
  ready: () => byId("app").children[7].textContent === "x",
});

export default { rows: { full: rows }, live: { full: live }, startup: { full: startup } };
