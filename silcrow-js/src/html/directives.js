/**
 * Whether a piece of markup can hold a directive (`s-…` or `:…`) at all. Errs on the side of yes:
 * a no saves looking at every inserted node.
 */
export const mayHoldDirectives = (markup) => /[\s/"'](?:s-|:)/i.test(markup);
