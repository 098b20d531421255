/** Hand-written code, the measure of all: it is told the operation and keeps a record per row. */
import { CELLS, LAMPS } from "../page/data.js";
import {
  BOUND, boundData, boundElements, byId, elementFrom, livePage, messageInside, rowInside, show,
  table,
} from "../page/markup.js";
import { onMessage } from "../page/socket.js";

function rows() {
  const template = elementFrom(`<table><tbody><tr>${rowInside({})}</tr></tbody></table>`).rows[0];
  let body;
  let records = [];
  let byKey = new Map();

  function make({ id, label, selected }) {
    const element = template.cloneNode(true);
    const first = element.firstChild;
    const text = first.nextSibling.firstChild.firstChild;
    first.firstChild.nodeValue = id;
    text.nodeValue = label;
    if (selected) element.className = selected;
    const record = { id, element, text };
    byKey.set(id, record);
    return record;
  }

  function append(items) {
    for (const item of items) {
      const record = make(item);
      records.push(record);
      body.appendChild(record.element);
    }
  }

  function clear() {
    body.textContent = "";
    records = [];
    byKey = new Map();
  }

  return {
    setup() {
      show(table());
      body = byId("tbody");
    },
    create(step) {
      clear();
      append(step.rows);
    },
    append: (step) => append(step.added),
    update({ changed }) {
      for (const { index, row } of changed) records[index].text.nodeValue = row.label;
    },
    swap({ from, to }) {
      const [first, second] = [records[from], records[to]];
      const after = second.element.nextSibling;
      body.insertBefore(second.element, first.element);
      body.insertBefore(first.element, after);
      records[from] = second;
      records[to] = first;
    },
    select({ changed }) {
      for (const { row } of changed) byKey.get(row.id).element.className = row.selected;
    },
    remove({ index }) {
      const [{ id, element }] = records.splice(index, 1);
      element.remove();
      byKey.delete(id);
    },
    clear,
  };
}

function live() {
  const cells = [];
  const lamps = [];
  const template = elementFrom(`<li>${messageInside({})}</li>`);
  let chat;

  const apply = {
    cell({ index, text }) {
      cells[index].nodeValue = text;
    },
    lamp({ index, on }) {
      lamps[index].className = on ? "led on" : "led";
    },
    message({ user, text, gone }) {
      const line = template.cloneNode(true);
      line.firstChild.firstChild.nodeValue = user;
      line.lastChild.firstChild.nodeValue = text;
      chat.appendChild(line);
      if (gone !== null) chat.firstChild.remove();
    },
  };

  return {
    setup() {
      show(livePage());
      for (let i = 0; i < CELLS; i++) cells.push(byId(`c${i}`).firstChild);
      for (let i = 0; i < LAMPS; i++) lamps.push(byId(`a${i}`));
      chat = byId("chat");
      onMessage((event) => apply[event.kind](event));
    },
    encode: (event) => JSON.stringify(event),
  };
}

function startup() {
  const data = boundData();
  const texts = new Map();
  return {
    page: boundElements((i) => `<span data-bind="c${i}">${i}</span>`),
    boot() {
      for (const element of document.querySelectorAll("[data-bind]")) {
        texts.set(element.getAttribute("data-bind"), element.firstChild);
      }
      for (const name in data) {
        const node = texts.get(name);
        const text = String(data[name]);
        if (node.nodeValue !== text) node.nodeValue = text;
      }
      texts.get("c7").nodeValue = "x";
    },
    ready: () => texts.size === BOUND,
  };
}

export default {
  rows: { full: rows },
  live: { full: live },
  startup: { full: startup },
};
