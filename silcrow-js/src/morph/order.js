/**
 * Which numbers of a list may stay where they are when it is put into ascending order with the
 * fewest moves: a longest ascending subsequence. Negative numbers count as absent.
 *
 * @param {number[]} list
 * @param {number} pin the index of one that must stay, or -1
 * @returns {boolean[]}
 */
export function ascending(list, pin) {
  const kept = list.map((value, i) => value >= 0
    && (pin < 0 || i === pin || (i < pin ? value < list[pin] : value > list[pin])));
  const ends = [];
  const before = [];
  list.forEach((value, i) => {
    if (!kept[i]) return;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[ends[middle]] < value) low = middle + 1;
      else high = middle;
    }
    before[i] = low ? ends[low - 1] : -1;
    ends[low] = i;
  });
  kept.fill(false);
  for (let i = ends.at(-1) ?? -1; i >= 0; i = before[i]) kept[i] = true;
  return kept;
}
