const dispatch = Function.prototype.call.bind(EventTarget.prototype.dispatchEvent);

/**
 * Dispatches a bubbling CustomEvent. A page's listener that throws is the page's own error and
 * never reaches the caller.
 *
 * @param {EventTarget} target
 * @param {string} name
 * @param {*} detail
 * @param {boolean} [cancelable]
 * @returns {boolean} false when a listener called preventDefault
 */
export function emit(target, name, detail, cancelable = false) {
  return dispatch(target, new CustomEvent(name, { bubbles: true, cancelable, detail }));
}
