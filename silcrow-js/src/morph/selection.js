import { isConnected, listen } from "../dom/native.js";

/** Whether text is selected; asking the browser costs a layout, so it is asked once per change. */
let selecting = false;
let known = true;

/** The selection, if there is text in it or if it is a caret that is asked for. */
export function selected(caret = false) {
  if (!known) {
    known = true;
    selecting = !getSelection()?.isCollapsed;
  }
  return selecting || caret ? getSelection() : null;
}

/** Remembers a selection; returns what puts it back where it has left nodes that are still there. */
export function followSelection(caret) {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selected(caret) ?? {};
  return () => {
    if (anchorNode && getSelection().anchorNode !== anchorNode && isConnected(anchorNode)
        && isConnected(focusNode)) {
      getSelection().setBaseAndExtent(anchorNode, anchorOffset, focusNode, focusOffset);
    }
  };
}

/** Follows the selection; returns the function that ends it. */
export const watchSelection = () =>
  listen(document, "selectionchange", () => { known = false; });
