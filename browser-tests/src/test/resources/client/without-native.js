// Takes the browser's own sanitizer away, before the client loads.
for (const owner of [Element, ShadowRoot]) {
  for (const name of ["setHTML", "setHTMLUnsafe"]) delete owner.prototype[name];
}
for (const name of ["parseHTML", "parseHTMLUnsafe"]) delete Document[name];
delete window.Sanitizer;
