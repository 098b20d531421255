const finite = (values) => values.filter(Number.isFinite);

export function median(values) {
  const sorted = finite(values).sort((a, b) => a - b);
  if (!sorted.length) return NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function geometricMean(values) {
  const positive = values.filter((value) => value > 0);
  return positive.length === values.length && values.length
    ? Math.exp(positive.reduce((sum, value) => sum + Math.log(value), 0) / values.length) : NaN;
}

/**
 * Ratios of two contenders, formed inside each round.
 *
 * @param {number[]} values one per round
 * @param {number[]} base one per round
 */
export function ratio(values = [], base = []) {
  const all = finite(values.map((value, round) => (base[round] > 0 ? value / base[round] : NaN)));
  return { median: median(all), min: Math.min(...all), max: Math.max(...all), rounds: all.length };
}

export function shuffled(values) {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}
