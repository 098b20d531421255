// Cleans markup made up at random and returns what went wrong, with the seed that makes it again.
async ({ first, count, lines }) => {
  const { sanitize } = await import("/src/html/sanitize.js");
  const TAGS = ("a b p div span svg g path use image a animate set foreignObject desc title style script math mi"
    + " mtext mglyph malignmark annotation-xml semantics maction table tbody tr td caption select option"
    + " optgroup template form input button textarea iframe noscript xmp noembed plaintext object embed"
    + " meta link base details dialog video source img picture x-y body html head frameset listing pre").split(" ");
  const NAMES = ("href src action formaction xlink:href style id name class onclick onerror onload target rel"
    + " srcset srcdoc attributeName to values fill filter s-live s-get s-untrusted s-trusted :text :href is"
    + " title shadowrootmode nonce ping data-x background poster ONFOCUS xml:base encoding").split(" ");
  const VALUES = ["javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "/x", "#x", "https://ok.example/",
    "url(https://evil.example/x)", "url(#x)", "color: red", "_blank", "text/html", "href", "x", "open",
    "</style><img src=x onerror=alert(1)>", "--><img src=x onerror=alert(1)>", "</title><script>alert(1)</script>",
    "data:image/png;base64,AA==", "\\75rl(x)", "a b 'c\" d", "&lt;script&gt;", "javascript&colon;alert(1)"];
  const BITS = ["<", ">", "\"", "'", "/", "<!--", "-->", "--!>", "]]>", "<![CDATA[", "\0", "\n", " ", "&", "&lt;", "=", "`",
    "text", "</", "</svg>", "</math>", "</style>", "</template>", "</table>", "</select>", "</form>", "</noscript>"];

  const generator = (seed) => {
    let state = seed;
    const random = () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const below = (n) => Math.floor(random() * n);
    const pick = (list) => list[below(list.length)];
    const quote = (value) => { const mark = pick(["\"", "'", "\"", ""]); return mark + value + mark; };
    const attributes = () => Array.from({ length: below(4) },
      () => ` ${pick(NAMES)}${pick(["=", "=", " = "])}${quote(pick(VALUES))}`).join("");
    const tree = (depth) => Array.from({ length: 1 + below(4) }, () => {
      if (depth > 5 || random() < 0.25) return pick([pick(BITS), pick(VALUES), "text"]);
      const tag = pick(TAGS);
      return `<${tag}${attributes()}>${tree(depth + 1)}${random() < 0.7 ? `</${tag}>` : ""}`;
    }).join("");
    const changed = (text) => {
      const at = below(text.length);
      const end = at + below(12);
      return pick([
        () => text.slice(0, at) + pick(BITS) + text.slice(at),
        () => text.slice(0, at) + text.slice(end),
        () => text.slice(0, at) + pick(lines) + text.slice(at),
        () => text.slice(0, at) + pick(lines).slice(below(20)),
        () => `<${pick(TAGS)}${attributes()}>${text}`,
        () => text.slice(0, at) + text.slice(at, end).toUpperCase() + text.slice(end),
      ])();
    };
    return () => {
      let markup = random() < 0.4 ? tree(0) : pick(lines);
      for (let i = below(5); i > 0; i--) markup = changed(markup);
      return markup;
    };
  };

  const inert = document.implementation.createHTMLDocument("");
  const written = (fragment) => {
    const host = inert.createElement("div");
    host.append(fragment);
    return host.innerHTML;
  };
  const template = inert.createElement("template");
  const LEVELS = ["trusted", "server", "untrusted"];
  const wrong = [];
  for (let seed = first; seed < first + count && wrong.length < 10; seed++) {
    const level = seed % 4 ? (seed % 2 ? 0 : 1) : -1;
    // What a page trusts may load from anywhere, which is not what is tested here.
    const foreign = level < 0 ? /(?:https?:|ftp:|wss?:)?[\/\\]{2,}|(?:blob|data|file\w*|view-source):/gi : /$^/;
    const markup = generator(seed)().replace(foreign, "/");
    const name = LEVELS[level + 1];
    const fail = (what, ...more) => wrong.push([seed, name, what, markup, ...more].join(" | "));
    try {
      const fragment = sanitize(markup, null, level);
      const bad = inspect(fragment, name);
      const text = written(fragment);
      if (bad.length) fail(`left ${bad}`, text);
      if (level < 0) continue;
      template.innerHTML = text;
      const back = inspect(template.content, name);
      if (back.length && !bad.length) fail(`came back: ${back}`, text, template.innerHTML);
      const again = written(sanitize(text, null, level));
      if (again !== template.innerHTML) fail("cleaned again, it changed", template.innerHTML, again);
    } catch (error) {
      fail(`threw ${error.stack}`);
    }
  }
  return wrong;
}
