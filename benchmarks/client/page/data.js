/** The data of all suites: the same for every contender and every run. */

let seed = 1;

function random(limit) {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff;
  return seed % limit;
}

const pick = (words) => words[random(words.length)];

const ADJECTIVES = ("pretty large big small tall short long handsome plain quaint clean elegant "
  + "easy angry crazy helpful mushy odd unsightly adorable important inexpensive cheap expensive "
  + "fancy").split(" ");
const COLOURS = "red yellow blue green pink brown purple white black orange".split(" ");
const NOUNS = ("table chair house bbq desk car pony cookie sandwich burger pizza mouse "
  + "keyboard").split(" ");

let nextId = 1;

/** Rows as in js-framework-benchmark; `selected` is the class of the one selected row. */
export const buildRows = (count) => Array.from({ length: count }, () => ({
  id: nextId++,
  label: `${pick(ADJECTIVES)} ${pick(COLOURS)} ${pick(NOUNS)}`,
  selected: "",
}));

/** The live page: text cells, lamps that go on and off, and a chat that keeps its last lines. */
export const CELLS = 500;
export const LAMPS = 100;
export const KEPT = 200;

/**
 * What happens on the server, in turn: a cell gets a text, a chat message comes, a lamp switches.
 * A contender encodes each event in its own wire format.
 */
export function buildEvents(count) {
  const events = [];
  const lit = new Array(LAMPS).fill(false);
  let messages = 0;
  for (let n = 0; n < count; n++) {
    if (n % 3 === 0) {
      events.push({ kind: "cell", index: random(CELLS), text: String(random(100000)) });
    } else if (n % 3 === 1) {
      const id = messages++;
      // `gone` is the message that the new one pushes out.
      const text = `message ${id} ${pick(ADJECTIVES)} ${pick(NOUNS)}`;
      const gone = id < KEPT ? null : id - KEPT;
      events.push({ kind: "message", id, gone, user: `user${random(50)}`, text });
    } else {
      const index = random(LAMPS);
      lit[index] = !lit[index];
      events.push({ kind: "lamp", index, on: lit[index] });
    }
  }
  return events;
}
