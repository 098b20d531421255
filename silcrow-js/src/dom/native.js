/**
 * DOM access that markup cannot break. `<form><input name="attributes">` hides the form's own
 * property, and `<img name="body">` hides `document.body`; functions taken from the prototypes
 * see neither.
 */

const uncurry = (method) => Function.prototype.call.bind(method);

const getter = (owner, name) => uncurry(Object.getOwnPropertyDescriptor(owner.prototype, name).get);

const setter = (owner, name) => uncurry(Object.getOwnPropertyDescriptor(owner.prototype, name).set);

const element = Element.prototype;

export const getAttribute = uncurry(element.getAttribute);
export const setAttribute = uncurry(element.setAttribute);
export const removeAttribute = uncurry(element.removeAttribute);
export const hasAttribute = uncurry(element.hasAttribute);
export const hasAttributes = uncurry(element.hasAttributes);
export const attributeNames = uncurry(element.getAttributeNames);
export const matches = uncurry(element.matches);
export const closest = uncurry(element.closest);
export const removeElement = uncurry(element.remove);
export const replaceWith = uncurry(element.replaceWith);
export const before = uncurry(element.before);
export const after = uncurry(element.after);
export const append = uncurry(element.append);
export const prepend = uncurry(element.prepend);
export const replaceChildren = uncurry(element.replaceChildren);
export const classList = getter(Element, "classList");
export const localName = getter(Element, "localName");
export const namespaceOf = getter(Element, "namespaceURI");
export const queryAll = uncurry(element.querySelectorAll);

export const firstElementOf = (node) =>
  (node instanceof DocumentFragment ? node.firstElementChild : firstElement(node));
const firstElement = getter(Element, "firstElementChild");
export const nextElementOf = getter(Element, "nextElementSibling");
const elementChildren = getter(Element, "children");
/** The element children, as an array. */
export const childElements = (node) => Array.from(elementChildren(node));

export const contains = uncurry(Node.prototype.contains);
export const parentOf = getter(Node, "parentNode");
export const parentElement = getter(Node, "parentElement");
export const isConnected = getter(Node, "isConnected");
export const firstChildOf = getter(Node, "firstChild");
export const nextSiblingOf = getter(Node, "nextSibling");
export const childNodesOf = getter(Node, "childNodes");
export const insertBefore = uncurry(Node.prototype.insertBefore);
export const lastChildOf = getter(Node, "lastChild");
export const getText = getter(Node, "textContent");

const setTextContent = setter(Node, "textContent");

/**
 * Makes text the only content of an element; a text node that is there already is kept.
 *
 * @returns {boolean} whether the children had to change
 */
export function setText(element, text) {
  const only = firstChildOf(element);
  const kept = only instanceof Text && only === lastChildOf(element);
  if (kept) only.nodeValue = text;
  else setTextContent(element, text);
  return !kept;
}
const nodeBase = getter(Node, "baseURI");

/** Inline style; only HTML elements have forms among them, whose controls could hide it. */
export const styleOf = (node) => (node instanceof HTMLElement ? htmlStyle(node) : node.style);
const htmlStyle = getter(HTMLElement, "style");

const documentBody = getter(Document, "body");
const documentHead = getter(Document, "head");
const documentActive = getter(Document, "activeElement");
const documentTitle = getter(Document, "title");
const documentSetTitle = setter(Document, "title");
const documentRoot = getter(Document, "documentElement");
const documentHidden = getter(Document, "hidden");
const documentCookie = getter(Document, "cookie");
const documentSetCookie = setter(Document, "cookie");
const documentById = uncurry(Document.prototype.getElementById);
const documentQuery = uncurry(Document.prototype.querySelector);
const documentQueryAll = uncurry(Document.prototype.querySelectorAll);

/** The page's body, or null before it exists. */
export const body = () => documentBody(document);
/** The page's head. */
export const head = () => documentHead(document);
/** What relative URLs resolve against. */
export const baseUri = () => nodeBase(document);
/** The focused element. */
export const activeElement = () => documentActive(document);
/** The title of the page. */
export const title = () => documentTitle(document);
/** Gives the page a title. */
export const setTitle = (text) => documentSetTitle(document, text);
/** The page's outermost element. */
export const rootElement = () => documentRoot(document);
/** Whether nobody sees the page. */
export const isHidden = () => documentHidden(document);
/** The cookie string. */
export const cookie = () => documentCookie(document);
/** Writes one cookie. */
export const setCookie = (text) => documentSetCookie(document, text);
/** The element with this id, or null. */
export const byId = (id) => documentById(document, id);
/** The first match in the page, or null; throws on an invalid selector. */
export const query = (selector) => documentQuery(document, selector);

/** Every match in the page. */
export const queryPage = (selector) => documentQueryAll(document, selector);

/** Gives a form the values of its markup. */
export const resetForm = uncurry(HTMLFormElement.prototype.reset);

/** The controls of a form. */
export const controlsOf = getter(HTMLFormElement, "elements");

/** Whether a value is an element. */
export const isElement = (value) => value instanceof Element;

/** Creates an element of the page. */
export const create = uncurry(Document.prototype.createElement).bind(null, document);

const documentImport = uncurry(Document.prototype.importNode);

/** A deep copy that belongs to this page. */
export const importNode = (node) => documentImport(document, node, true);

export const cloneNode = uncurry(Node.prototype.cloneNode);

/** Whether a value is a `<template>`. */
export const isTemplate = (value) => value instanceof HTMLTemplateElement;

/** What is in a template. */
export const templateContent = getter(HTMLTemplateElement, "content");

/** Every match in a fragment. */
export const queryInside = uncurry(DocumentFragment.prototype.querySelectorAll);

const treeWalker = uncurry(Document.prototype.createTreeWalker).bind(null, document);

/** Walks the elements under a root. */
export const walkElements = (root) => treeWalker(root, NodeFilter.SHOW_ELEMENT);

/** Moves a walker past its node and all that is in it. Returns the node it is at then, or null. */
export function skipSubtree(walker) {
  do {
    const next = walker.nextSibling();
    if (next) return next;
  } while (walker.parentNode());
  return null;
}

/** A document that runs and loads nothing. */
export const inertDocument = () => documentImplementation(document).createHTMLDocument("");
const documentImplementation = getter(Document, "implementation");

const addListener = uncurry(EventTarget.prototype.addEventListener);
const removeListener = uncurry(EventTarget.prototype.removeEventListener);

/** Listens until the function it returns is called. */
export function listen(target, name, listener, capture = false) {
  addListener(target, name, listener, capture);
  return () => removeListener(target, name, listener, capture);
}

export const queryIn = uncurry(element.querySelector);
export const nodeName = getter(Node, "nodeName");
export const previousOf = getter(Node, "previousSibling");
export const isEqual = uncurry(Node.prototype.isEqualNode);
export const removeChild = uncurry(Node.prototype.removeChild);
export const lastElementOf = getter(Element, "lastElementChild");
export const previousElementOf = getter(Element, "previousElementSibling");
export const elementCount = getter(Element, "childElementCount");

const attributeNode = uncurry(element.getAttributeNode);
const setAttributeNode = uncurry(element.setAttributeNode);

/** Gives an element an attribute of another one, whatever its name and namespace. */
export const copyAttribute = (from, to, name) =>
  setAttributeNode(to, attributeNode(from, name).cloneNode());

const nativeMove = element.moveBefore && uncurry(element.moveBefore);

/** Moves a node of the page; where the browser can, without resetting what it holds. */
export function move(parent, node, next) {
  if (nativeMove && isElement(parent) && isConnected(node) && isConnected(parent)) nativeMove(parent, node, next);
  else insertBefore(parent, node, next);
}

/** The children of a node, as they are now. */
export function childrenAsArray(parent) {
  const found = [];
  for (let child = firstChildOf(parent); child; child = nextSiblingOf(child)) found.push(child);
  return found;
}

const transition = /** @type {*} */ (Document.prototype).startViewTransition;

/** Changes the page in a view transition; undefined where the browser knows none. */
export const startTransition = transition && uncurry(transition).bind(null, document);

const htmlFocus = uncurry(HTMLElement.prototype.focus);

/** Tries to focus an element; whether it has the focus now. */
export function focus(element, preventScroll = true) {
  if (element instanceof HTMLElement) htmlFocus(element, { preventScroll });
  return activeElement() === element;
}
