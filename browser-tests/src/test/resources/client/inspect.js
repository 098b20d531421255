// What must not be under a root, as a list of words; level is "trusted", "server" or "untrusted".
// Uses the browser's own reading of URLs and names, and nothing of the client.
(root, level = "server") => {
  const call = (owner, name) => {
    const { get, value } = Object.getOwnPropertyDescriptor(owner.prototype, name);
    return Function.prototype.call.bind(get ?? value);
  };
  const localName = call(Element, "localName");
  const space = call(Element, "namespaceURI");
  const names = call(Element, "getAttributeNames");
  const read = call(Element, "getAttribute");
  const shadow = call(Element, "shadowRoot");
  const content = call(HTMLTemplateElement, "content");
  const closest = call(Element, "closest");
  const inlineStyle = call(HTMLElement, "style");
  const CODE = /^(script|iframe|frame|frameset|object|embed|applet|base|meta|link|style|noscript|xmp|noembed|noframes|plaintext|listing|portal|fencedframe|foreignobject|annotation-xml|maction|mglyph|malignmark|handler|listener)$/;
  const CONTROL = /^(form|input|button|select|option|textarea|template|dialog|slot|fieldset|svg|math)$|-/;
  const RUNS = /^(on.*|srcdoc)$/i;
  const LOADS = /^(ping|nonce|shadowroot.*|attributionsrc|xml:base|actiontype|s-trusted)$/i;
  const DRIVES = /^(id|name|is|for|style|slot|popover.*|command.*|form.*)$|^(s-|data-)|[^a-z-]/i;
  const URLS = /^(href|xlink:href|src|action|formaction|poster|background|cite|data|longdesc|manifest|codebase)$/i;
  const REFERS = /^(use|feimage|mpath|textpath|pattern|lineargradient|radialgradient|filter|set|animate|animatetransform|animatemotion)$/;
  const RASTER = /^\s*data:image\/(png|gif|jpe?g|webp|avif|bmp);base64,/i;
  const LOADING_CSS = /(url|image-set|src|image)\(\s*["']?\s*(?!\s*["']?#)[^"'\s)]|expression\(|@import/i;
  const PAINT = /^(fill|stroke|filter|mask|clip-path|cursor|marker.*|to|from|by|values)$/i;
  const bad = [];

  // The URLs of a srcset, step by step as the HTML standard reads them.
  const candidates = (text) => {
    const urls = [];
    let at = 0;
    const take = (pattern) => {
      const [found] = pattern.exec(text.slice(at)) ?? [""];
      at += found.length;
      return found;
    };
    while (at < text.length) {
      take(/^[\t\n\f\r ,]+/);
      const url = take(/^[^\t\n\f\r ]+/);
      if (!url) break;
      urls.push(url.replace(/,+$/, ""));
      for (let inside = false; !url.endsWith(",") && at < text.length;) {
        const letter = text[at++];
        if (letter === "," && !inside) break;
        inside = letter === "(" || (inside && letter !== ")");
      }
    }
    return urls;
  };

  const protocol = (value) => {
    try {
      return new URL(value, location.href).protocol;
    } catch {
      return "";
    }
  };

  const lookAtUrl = (tag, name, value) => {
    const scheme = protocol(value);
    if (scheme === "javascript:") bad.push(`${name}=${value}`);
    if (level === "trusted") return;
    const picture = tag === "img" && name === "src" && RASTER.test(value);
    if (!/^(|https?:|mailto:|tel:)$/.test(scheme) && !picture) bad.push(`${name}=${value}`);
    if (REFERS.test(tag) && /href$/i.test(name) && !value.trim().startsWith("#")) bad.push(`${tag} ${value}`);
  };

  const lookAtElement = (node, tag) => {
    if (tag === "script") bad.push("<script>");
    if (shadow(node)) bad.push("shadow root");
    if (!/(xhtml|svg|MathML)$/.test(space(node))) bad.push(space(node));
    if (level !== "trusted" && CODE.test(tag)) bad.push(`<${tag}>`);
    if (level === "untrusted" && (CONTROL.test(tag) || !space(node).endsWith("xhtml"))) bad.push(`<${tag}>`);
    if (node instanceof HTMLElement && level !== "trusted"
        && LOADING_CSS.test(inlineStyle(node).cssText)) bad.push(`style ${inlineStyle(node).cssText}`);
  };

  const lookAtAttribute = (node, tag, name) => {
    const value = read(node, name);
    if (RUNS.test(name)) bad.push(name);
    if (URLS.test(name)) lookAtUrl(tag, name.toLowerCase(), value);
    if (/^(set|animate|animatetransform|animatemotion)$/.test(tag) && /^attributename$/i.test(name) && /href|^\s*on|src|style/i.test(value)) bad.push(`${name}=${value}`);
    if (level === "trusted") return;
    if (LOADS.test(name)) bad.push(name);
    if (/^(image)?srcset$/i.test(name)) for (const url of candidates(value)) lookAtUrl("source", "src", url);
    if (space(node).endsWith("svg") && PAINT.test(name) && LOADING_CSS.test(value)) bad.push(`${name}=${value}`);
    if (space(node).endsWith("MathML") && /^(xlink:)?href$|^src$/i.test(name)) bad.push(name);
    if (level === "untrusted" && DRIVES.test(name)) bad.push(name);
  };

  const look = (part) => {
    const walker = Document.prototype.createTreeWalker.call(document, part, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const tag = localName(node).toLowerCase();
      lookAtElement(node, tag);
      for (const name of names(node)) lookAtAttribute(node, tag, name);
      if (node instanceof HTMLTemplateElement) look(content(node));
    }
  };
  look(root);
  return bad;
}
