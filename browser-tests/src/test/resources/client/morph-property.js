/**
 * The property of every morph: what the user typed is kept wherever the new markup still has the
 * control, and the page has the new markup. Cases are made from their number alone.
 *
 * A control is the same in both trees when it has the same id; without ids, when it is the n-th of
 * m of its kind and name inside the nearest element with an id or a key, in both trees.
 *
 * @param {object} setting
 * @param {(target: Element, markup: string, mode: "inner" | "outer") => void} setting.apply
 * @param {boolean} [setting.strict] also ask for what only we promise: discarded text is told of,
 *     compositions are left alone, the focus is never nowhere
 * @returns {(first: number, count: number) => Promise<{failures: string[], kept: number}>}
 */
globalThis.morphProperty = ({ apply, strict = true }) => {
  const KINDS = ["text", "textarea", "select", "checkbox", "editable"];
  const BOXES = ["div", "article", "section", "label", "ul", "span"];
  const counts = {};
  const count = (name) => { counts[name] = (counts[name] ?? 0) + 1; };

  /** Numbers from 0 below n, the same for the same seed. */
  const chance = (seed) => {
    let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
    return (n) => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) % n;
    };
  };

  const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

  const attributes = ({ id, key, name, className }) =>
    (id ? ` id="${id}"` : "") + (key ? ` :key="${key}"` : "") + (name ? ` name="${name}"` : "")
      + (className ? ` class="${className}"` : "");

  function markup(node) {
    if (node.text !== undefined) return escape(node.text);
    const open = attributes(node);
    switch (node.kind) {
      case "text": return `<input type="text"${open} value="${escape(node.value)}">`;
      case "textarea": return `<textarea${open}>${escape(node.value)}</textarea>`;
      case "checkbox":
        return `<input type="checkbox"${open} value="v"${node.value === "a" ? " checked" : ""}>`;
      case "select":
        return `<select${open}>${node.options.map((option) => `<option value="${option}"`
          + `${option === node.value ? " selected" : ""}>${option}</option>`).join("")}</select>`;
      case "editable":
        return `<div contenteditable="true"${open}>${escape(node.value)}</div>`;
      default:
        return `<${node.tag}${open}>${node.children.map(markup).join("")}</${node.tag}>`;
    }
  }

  function generator(random) {
    let number = 0;
    const classes = () => (random(4) ? "" : `c${random(3)}`);
    const text = () => ({ text: `t${random(4)} ` });
    const control = (identity = random(3)) => {
      number++;
      const kind = KINDS[random(KINDS.length)];
      return {
        kind, className: classes(), value: "abc"[random(3)], options: ["a", "b", "c", "d"],
        id: identity === 0 ? `x${number}` : "",
        name: identity === 1 && kind !== "editable" ? `n${random(3)}` : "",
      };
    };
    const box = (depth) => {
      number++;
      const node = {
        tag: BOXES[random(BOXES.length)], className: classes(), children: [],
        id: random(4) ? "" : `b${number}`, key: random(5) ? "" : `k${number}`,
      };
      for (let i = random(4); i > 0; i--) node.children.push(some(depth - 1));
      return node;
    };
    const some = (depth) => {
      const what = random(10);
      if (what < 2) return text();
      return what < 5 || depth <= 0 ? control() : box(depth);
    };
    return { box, some, control, text };
  }

  const walk = (node, visit, parent = null) => {
    visit(node, parent);
    for (const child of node.children ?? []) walk(child, visit, node);
  };

  const boxes = (tree) => {
    const found = [];
    walk(tree, (node) => { if (node.children) found.push(node); });
    return found;
  };

  /** A tree as it could be after the server has rendered again. */
  function changed(tree, random, make) {
    const next = structuredClone(tree);
    for (let i = 1 + random(6); i > 0; i--) {
      const all = boxes(next);
      const parent = all[random(all.length)];
      const at = random(parent.children.length + 1);
      const child = parent.children[at];
      switch (random(9)) {
        case 0: parent.children.splice(at, 0, make.some(1)); break;
        case 1: parent.children.splice(at, 1); break;
        case 2: parent.children.sort(() => random(3) - 1); break;
        case 3:
          if (child) parent.children[at] = { tag: "div", children: [child, make.text()] };
          break;
        case 4: if (child?.children) parent.children.splice(at, 1, ...child.children); break;
        case 5: {
          const other = all[random(all.length)];
          if (!child) break;
          let inside = false;
          walk(child, (node) => { inside ||= node === other; });
          if (inside) break;
          parent.children.splice(at, 1);
          other.children.splice(random(other.children.length + 1), 0, child);
          break;
        }
        case 6: if (child?.kind) child.value = "abc"[random(3)]; break;
        case 7: if (child && child.text === undefined) child.className = `c${random(4)}`; break;
        default: if (child?.text !== undefined) child.text = `t${random(6)} `;
      }
    }
    return next;
  }

  /** Where the controls of a tree are found again: id, or place among those of kind and name. */
  function identities(tree) {
    const groups = new Map();
    const found = [];
    const visit = (node, scope) => {
      if (node.kind) {
        const group = `${node.kind} ${node.name} in ${scope}`;
        const members = node.id ? [node] : groups.get(group) ?? [];
        if (!node.id) groups.set(group, [...members, node]);
        found.push({ node, group, place: members.length });
      }
      const inner = node.id || node.key ? `${node.id} ${node.key}` : scope;
      for (const child of node.children ?? []) visit(child, inner);
    };
    for (const child of tree.children) visit(child, "");
    return found.map(({ node, group, place }) => ({
      node,
      identity: node.id ? `${node.kind} #${node.id}`
        : `${group} ${place} of ${groups.get(group).length}`,
    }));
  }

  const stateOf = (element) => (element.matches("select,textarea,[type=text]") ? element.value
    : element.type === "checkbox" ? String(element.checked) : element.textContent);

  const defaultOf = (element, { kind, value }) =>
    (kind === "checkbox" ? String(value === "a") : element && kind === "select" ? value : value);

  /** Does what a user does. Text goes in as if it was typed, so that it can be undone. */
  function act(element, kind, random, inPassing) {
    const before = stateOf(element);
    if (inPassing && /^t/.test(kind)) {
      element.value = `typed ${random(1000)}`;
      return true;
    }
    if (kind === "select") {
      element.value = "bcd"[random(3)];
      element.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (kind === "checkbox") {
      element.click();
    } else {
      element.focus();
      if (kind === "editable") getSelection().selectAllChildren(element);
      else element.setSelectionRange(random(2), element.value.length);
      document.execCommand("insertText", false, `typed ${random(1000)}`);
    }
    return stateOf(element) !== before;
  }

  function place(element, kind, random) {
    const length = stateOf(element).length;
    const [one, other] = [random(length + 1), random(length + 1)];
    const direction = random(2) ? "backward" : "forward";
    if (kind === "text" || kind === "textarea") {
      element.setSelectionRange(Math.min(one, other), Math.max(one, other), direction);
    } else if (kind === "editable" && element.firstChild) {
      getSelection().setBaseAndExtent(element.firstChild, one, element.firstChild, other);
    }
  }

  const caretOf = (element) => {
    if (!element.matches("[type=text],textarea,[contenteditable]")) return "";
    if (element.matches("[contenteditable]")) {
      const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
      return element.contains(anchorNode) && element.contains(focusNode)
        ? `${anchorOffset}-${focusOffset}` : "elsewhere";
    }
    const { selectionStart, selectionEnd, selectionDirection } = element;
    return `${selectionStart}-${selectionEnd} ${selectionStart === selectionEnd ? "" : selectionDirection}`;
  };

  /** The markup of a tree, without the text that is the user's, and without a focus that was lent. */
  function shown(root, users) {
    const copy = root.cloneNode(true);
    const originals = [...root.querySelectorAll("*")];
    [...copy.querySelectorAll("*")].forEach((element, i) => {
      if (users.has(originals[i])) element.replaceChildren();
      if (element.getAttribute("tabindex") === "-1") element.removeAttribute("tabindex");
      // The order of attributes means nothing.
      const pairs = [...element.attributes].map(({ name, value }) => [name, value]).sort();
      for (const [name] of pairs) element.removeAttribute(name);
      element.append(JSON.stringify(pairs));
    });
    return copy.innerHTML;
  }

  const later = () => new Promise((resolve) => { setTimeout(resolve); });

  async function check(seed) {
    const random = chance(seed);
    const make = generator(random);
    const tree = { tag: "div", id: "root", children: [] };
    for (let i = 2 + random(4); i > 0; i--) tree.children.push(make.some(2));
    const focused = make.control();
    const homes = boxes(tree);
    const home = homes[random(homes.length)];
    home.children.splice(random(home.children.length + 1), 0, focused);
    const next = random(12) ? changed(tree, random, make)
      : { ...tree, children: [make.some(2), ...(random(2) ? [structuredClone(focused)] : []), make.some(2)] };
    next.id = "root";

    const old = document.querySelector("#root");
    apply(old, "", "inner");
    apply(old, tree.children.map(markup).join(""), "inner");
    const root = document.querySelector("#root");
    root.removeAttribute("tabindex");
    const elements = [...root.querySelectorAll("input,textarea,select,[contenteditable]")];
    const before = identities(tree).map((entry, i) => ({ ...entry, element: elements[i] }));
    const main = before.find(({ node }) => node === focused);
    const others = before.filter((entry) => entry !== main && random(3) === 0);
    for (const entry of [...others, main]) {
      entry.edited = random(10) > 0 && act(entry.element, entry.node.kind, random, entry !== main);
    }
    if (document.activeElement !== main.element) main.element.focus();
    place(main.element, main.node.kind, random);
    if (document.activeElement !== main.element) return "the test itself cannot focus";
    for (const entry of before) entry.state = stateOf(entry.element);
    const caret = caretOf(main.element);
    const composing = strict && random(5) === 0 && /^t|e/.test(main.node.kind);
    const discarded = new Set();
    const listen = ({ target, detail }) => {
      if (detail.value === stateOf(target)) discarded.add(target);
    };
    document.addEventListener("silcrow:discard", listen);
    const moved = [];
    const observer = new MutationObserver((records) => moved.push(...records));
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });

    if (composing) {
      main.element.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    }
    const mode = random(3) ? "inner" : "outer";
    const wanted = next.children.map(markup).join("");
    apply(root, mode === "inner" ? wanted : markup(next), mode);
    const problems = [];
    const expect = (fine, what) => { if (!fine) problems.push(what); };

    if (composing) {
      count("composing");
      const line = new Set();
      for (let node = main.element; node && node !== document.body; node = node.parentNode) line.add(node);
      const disturbed = [...moved, ...observer.takeRecords()].some(({ addedNodes, removedNodes, target }) =>
        [...addedNodes, ...removedNodes].some((node) => line.has(node)) || main.element.contains(target)
          && main.node.kind === "editable");
      expect(!disturbed, "the composition was disturbed");
      expect(document.activeElement === main.element, "the focus left while composing");
      expect(stateOf(main.element) === main.state, "the text changed while composing");
      main.element.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
      await later();
    }
    observer.disconnect();
    document.removeEventListener("silcrow:discard", listen);

    const after = new Map(identities(next).map((entry) => [entry.identity, entry.node]));
    const page = document.querySelector("#root");
    const users = new Set();
    for (const entry of before) {
      const { element, node, state, identity } = entry;
      const kept = after.has(identity);
      const what = `${node.kind} ${identity}`;
      const touched = entry.edited || entry === main;
      if (element.isConnected && node.kind === "editable" && touched) users.add(element);
      if (!touched || !strict && !kept) continue;
      if (!kept) {
        if (!element.isConnected && entry.edited && !discarded.has(element)) {
          expect(state === defaultOf(element, node), `${what}: text went without a word`);
        }
        if (entry === main) {
          expect(document.activeElement !== document.body, "the focus is nowhere");
        }
        continue;
      }
      count(entry === main ? "focused" : "edited");
      expect(element.isConnected, `${what}: gone`);
      expect(stateOf(element) === state, `${what}: ${state} became ${stateOf(element)}`);
      if (entry !== main) continue;
      expect(document.activeElement === element, `${what}: lost the focus`);
      expect(caretOf(element) === caret, `${what}: caret ${caret} became ${caretOf(element)}`);
    }
    if (strict) {
      const live = [...page.querySelectorAll("input,textarea,select")];
      for (const element of live) {
        const mine = before.find((entry) => entry.element === element);
        if (mine?.edited || mine === main) continue;
        const fresh = element.matches("select")
          ? [...element.options].find((option) => option.defaultSelected)?.value ?? "a"
          : element.type === "checkbox" ? String(element.defaultChecked) : element.defaultValue;
        expect(stateOf(element) === fresh, `an untouched ${element.type} has not what the server says`);
      }
    }
    const result = shown(page, users);
    const gaps = [...page.querySelectorAll("*")].map((element) => users.has(element));
    document.activeElement.blur();
    apply(page, "", "inner");
    apply(page, wanted, "inner");
    const fresh = document.querySelector("#root");
    const all = [...fresh.querySelectorAll("*")];
    const target = shown(fresh, new Set(all.filter((_, i) => gaps[i])));
    if (result !== target) problems.push(`markup: wanted ${target}\n    but found ${result}`);
    if (problems.length) count("failed");
    return problems.length
      ? `case ${seed} (${mode}${composing ? ", composing" : ""}): ${problems.join("; ")}\n    `
        + `${tree.children.map(markup).join("")}\n    → ${wanted}` : "";
  }

  return async (first, number) => {
    const failures = [];
    for (let seed = first; seed < first + number; seed++) {
      let failure;
      try {
        failure = await check(seed);
      } catch (error) {
        failure = `case ${seed}: ${error.stack}`;
      }
      if (failure) failures.push(failure);
    }
    return { failures, kept: counts.focused ?? 0 };
  };
};
