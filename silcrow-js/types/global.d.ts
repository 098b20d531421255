/** Types of the global that a script tag makes: `/// <reference types="silcrow/global" />`. */
import type * as silcrow from "./silcrow.js";

/** Here, what takes a handler returns the global, so that calls can be chained. */
type Chained = "onError" | "onRoute" | "onToast" | "use";

export type Global = Readonly<Omit<typeof silcrow, Chained> & {
  [Name in Chained]: (...handler: Parameters<(typeof silcrow)[Name]>) => Global;
}>;

declare global {
  const Silcrow: Global;
  interface Window {
    readonly Silcrow: Global;
    /** The same, under the name that older pages use. */
    readonly SilcrowNavigate: Global;
  }
}
