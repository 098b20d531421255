/**
 * The cases of morph-property.js, made from their number alone: a tree of markup, and the same tree
 * as the server could render it later. Runs before that file and leaves it {@code morphCases}.
 */
globalThis.morphCases = (() => {
  const KINDS = ["text", "textarea", "select", "checkbox", "editable"];
  const BOXES = ["div", "article", "section", "label", "ul", "span"];

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

  return { chance, markup, generator, boxes, changed, identities };
})();
