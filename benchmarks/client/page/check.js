/** Comparisons of the page with the model. They throw what differs. */
import { KEPT } from "./data.js";
import { byId } from "./markup.js";

function expect(same, where, found, wanted) {
  if (!same) throw new Error(`${where}: ${found} instead of ${JSON.stringify(wanted)}`);
}

/**
 * Every row, in order; where rows were kept, swapped or removed, their elements have to be the
 * former ones: that is what keyed means. Contenders are not asked for it after a replacement.
 */
export function checkRows(operation, model, before) {
  const rows = [...document.querySelectorAll("#tbody > tr")];
  expect(rows.length === model.length, operation, `${rows.length} rows`, model.length);
  rows.forEach((element, index) => {
    const { id, label, selected } = model[index];
    const right = element.cells[0].textContent === String(id)
      && element.querySelector("a.lbl").textContent === label
      && element.classList.contains("danger") === Boolean(selected)
      && element.cells.length === 4;
    expect(right, `${operation}, row ${index}`, element.outerHTML, model[index]);
  });
  checkKept(operation, rows, before);
}

function checkKept(operation, rows, before) {
  const expected = before.slice();
  if (operation === "swap") [expected[1], expected[998]] = [expected[998], expected[1]];
  else if (operation === "remove") expected.splice(4, 1);
  else if (!["append1k", "update10th", "select"].includes(operation)) return;
  const other = expected.findIndex((element, index) => rows[index] !== element);
  expect(other < 0, `${operation}, row ${other}`, "another element", "the same element, moved");
}

/** Everything that the events so far have left on the live page. */
export function checkLive(events) {
  const latest = new Map();
  for (const event of events) {
    if (event.kind !== "message") latest.set(event.kind + event.index, event);
  }
  for (const event of latest.values()) {
    const element = byId((event.kind === "cell" ? "c" : "a") + event.index);
    const right = event.kind === "cell" ? element.textContent === event.text
      : element.classList.contains("on") === event.on && element.classList.contains("led");
    expect(right, "live", element.outerHTML, event);
  }
  const messages = events.filter(({ kind }) => kind === "message").slice(-KEPT);
  const lines = [...document.querySelectorAll("#chat > li")];
  expect(lines.length === messages.length, "chat", `${lines.length} lines`, messages.length);
  lines.forEach((line, index) => {
    const { user, text } = messages[index];
    const right = line.querySelector("b").textContent === user
      && line.querySelector("span").textContent === text;
    expect(right, `chat, line ${index}`, line.outerHTML, messages[index]);
  });
}
