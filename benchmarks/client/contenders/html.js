/** What contenders share that are sent markup; not a contender itself. */
import { byId, changed, changedId, livePage, message, show, table } from "../page/markup.js";
import { onMessage } from "../page/socket.js";

/**
 * The rows suite. `full` is sent the whole table each time, `fine` only the rows that changed
 * (and the whole table for a swap).
 *
 * @param {object} how inner(element, markup), append(element, markup), outer(element, markup),
 *     drop(element), and setup(), called when the table is there
 */
export function htmlRows(how) {
  const all = ({ markup }) => how.inner(byId("tbody"), markup);
  const base = {
    markup: true,
    idle: how.idle,
    async setup() {
      show(table());
      await how.setup();
    },
    create: all, append: all, update: all, swap: all, select: all, remove: all, clear: all,
  };
  const each = async ({ changedMarkup }) => {
    for (const { id, markup } of changedMarkup) {
      const answer = how.outer(byId(`r${id}`), markup);
      if (answer?.then) await answer;
    }
  };
  return {
    full: () => base,
    fine: () => ({
      ...base,
      append: ({ addedMarkup }) => how.append(byId("tbody"), addedMarkup),
      update: each,
      select: each,
      remove: ({ id }) => how.drop(byId(`r${id}`)),
    }),
  };
}

/** The live suite for a library that has no message entry point: these lines are its glue. */
export const gluedLive = (how) => ({
  full: () => ({
    async setup() {
      show(livePage());
      await how.setup();
      onMessage(({ target, markup, append, gone }) => {
        if (append) {
          how.append(byId(target), markup);
          if (gone) byId(gone).remove();
        } else {
          how.outer(byId(target), markup);
        }
      });
    },
    encode: (event) => JSON.stringify(event.kind === "message"
      ? { target: "chat", append: true, markup: message(event), gone: goneId(event) }
      : { target: changedId(event), markup: changed(event) }),
  }),
});

/** The element of the message that a new one pushes out. */
export const goneId = ({ gone }) => (gone === null ? undefined : `m${gone}`);
