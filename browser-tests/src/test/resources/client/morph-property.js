/**
 * The property of every morph: what the user typed is kept wherever the new markup still has the
 * control, and the page has the new markup. The cases are those of morph-cases.js.
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
  const { chance, markup, generator, boxes, changed, identities } = globalThis.morphCases;
  const counts = {};
  const count = (name) => { counts[name] = (counts[name] ?? 0) + 1; };

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
