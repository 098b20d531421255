// In the page: the work of compare.mjs. window.apply is the contender.
(() => {
  let next = 1;
  let state = 7;
  const random = (n) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state % n;
  };
  const words = ["large", "small", "quiet", "red", "green", "table", "chair", "sandwich", "keyboard"];
  const label = () => [0, 0, 0].map(() => words[random(words.length)]).join(" ");
  const make = (n) => Array.from({ length: n }, () => ({ id: next++, label: label(), selected: false }));
  const rowOf = ({ id, label: text, selected }) => `<tr id="r${id}"${selected ? ' class="danger"' : ""}>`
    + `<td class="col-md-1">${id}</td><td class="col-md-4"><a class="lbl">${text}</a></td>`
    + '<td class="col-md-1"><a class="rm"><span class="x" aria-hidden="true">x</span></a></td>'
    + '<td class="col-md-6"></td></tr>';
  const markupOf = (rows) => rows.map(rowOf).join("");
  const layout = () => document.body.offsetHeight;
  const body = () => document.getElementById("rows");

  let rows = [];
  const reset = (n) => {
    rows = make(n);
    body().replaceChildren();
    window.apply(body(), markupOf(rows), "inner");
  };

  /** What must be there before, and what the operation makes of it. */
  const operations = {
    create: [0, () => make(1000)],
    replace: [1000, () => make(1000)],
    append: [1000, () => [...rows, ...make(1000)]],
    swap: [1000, () => {
      const copy = [...rows];
      [copy[1], copy[998]] = [copy[998], copy[1]];
      return copy;
    }],
    select: [1000, () => {
      const at = random(1000);
      return rows.map((row, i) => ({ ...row, selected: i === at }));
    }],
    remove: [1000, () => rows.filter((_, i) => i !== 4)],
    create10k: [0, () => make(10_000)],
    update: [10_000, () => rows.map((row, i) => (i % 10 ? row : { ...row, label: `${row.label} !!!` }))],
    clear: [10_000, () => []],
    equal: [1000, () => rows],
  };

  function check(name) {
    const found = [...body().rows];
    const fine = found.length === rows.length && found.every((row, i) =>
      row.id === `r${rows[i].id}` && row.cells[1].textContent === rows[i].label
      && (row.className === "danger") === rows[i].selected);
    if (!fine) throw new Error(`${name}: the page is not what was wanted`);
  }

  window.bench = {
    warm() {
      for (const name of ["create", "replace", "append", "swap", "select", "remove"]) this.rows(name, 2);
    },
    rows(name, times) {
      const [before, change] = operations[name];
      const start = performance.now();
      let inside = 0;
      for (let i = 0; i < times; i++) {
        if (rows.length !== before || i === 0) reset(before);
        rows = change();
        const markup = markupOf(rows);
        layout();
        const begun = performance.now();
        window.apply(body(), markup, "inner");
        layout();
        inside += performance.now() - begun;
        check(name);
      }
      return { inside, all: performance.now() - start };
    },
    /** Cells and lamps by outer updates, messages appended with 200 kept; a layout every 100. */
    live(count) {
      const root = document.getElementById("root");
      let shell = "";
      for (let i = 0; i < 500; i++) shell += `<span id="c${i}" class="cell">0</span> `;
      for (let i = 0; i < 100; i++) shell += `<i id="a${i}" class="led"></i>`;
      body().replaceChildren();
      root.innerHTML = `${shell}<ul id="chat" s-max="200"></ul>`;
      const chat = document.getElementById("chat");
      const events = Array.from({ length: count }, (_, k) => {
        if (k % 3 === 1) return { chat: `<li id="m${k}"><b>user${random(50)}</b> <span>${label()}</span></li>` };
        const id = k % 3 ? `a${random(100)}` : `c${random(500)}`;
        return {
          id,
          markup: k % 3 ? `<i id="${id}" class="led${random(2) ? " on" : ""}"></i>`
            : `<span id="${id}" class="cell">${random(100_000)}</span>`,
        };
      });
      layout();
      const start = performance.now();
      events.forEach((event, i) => {
        if (!event.chat) window.apply(document.getElementById(event.id), event.markup, "outer");
        else if (window.silcrowSwap) window.apply(chat, event.chat, "append");
        else {
          chat.insertAdjacentHTML("beforeend", event.chat);
          if (chat.childElementCount > 200) chat.firstElementChild.remove();
        }
        if (i % 100 === 99) layout();
      });
      const inside = performance.now() - start;
      if (chat.childElementCount !== 200) throw new Error(`live: ${chat.childElementCount} messages`);
      root.replaceChildren();
      return { inside, all: inside };
    },
  };
})();
