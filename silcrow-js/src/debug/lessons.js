const rule = (sentence, advice) => ({ kind: "rule", sentence, advice });

const mistake = (sentence, advice) => ({ kind: "mistake", sentence, advice });

/**
 * What the debug build says besides errors: rules that the client follows without a word, and
 * likely mistakes in the page.
 */
export const LESSONS = Object.freeze({
  __proto__: null,
  "attribute-misplaced": mistake("This attribute means nothing on this element",
    "Move it to an element that it belongs on."),
  "attribute-unknown": mistake("Silcrow has no attribute of this name",
    "Look at the table of attributes in docs/silcrow-js.md."),
  "binding-unknown": mistake("This element has no property or attribute of this name",
    "A binding writes an attribute of the name it has."),
  "braces-in-text": mistake("Silcrow does not fill in braces in text",
    "Bind an element instead: <b :text=\"name\"></b>."),
  "id-duplicate": mistake("Another element has the same id",
    "Give each element an id of its own: targets and updates find elements by it."),
  "key-missing": mistake("The rows of this list have no key, so they are told apart by their place",
    "Add a path that is different for each item, such as :key=\"item.id\"."),
  "markup-dropped": rule("Markup that was put in had something that could run code, load foreign things"
    + " or drive the page; it was left out",
  "Templates of your own may say s-trusted; what users wrote should not."),
  "path-unfed": mistake("The data that this element's ancestors were patched with never had this path",
    "Check the path against the data."),
  "preserve-without-id": mistake("s-preserve needs an id, by which new markup names the element",
    "Add an id."),
  "row-incomplete": rule("A row that the server rendered has no element with this binding of its template",
    "Render rows with the binding attributes that the template has."),
  "target-unmatched": mistake("s-target matches no element now",
    "Check the selector; when the element comes later, all is well."),
  "value-kept": rule("The user is editing this control, so it keeps what was typed",
    "The value shows when the control is left alone and the data changes again."),
});
