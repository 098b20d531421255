/** Compares silcrow.d.ts with the sources; `npm run types` compiles this and nothing runs it. */
import * as source from "../src/index.js";
import type * as declared from "./silcrow.d.ts";
import type * as report from "../src/report.js";
import type * as event from "../src/decode/event.js";

/** Each is assignable to the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : "the second lacks something") : "the first lacks something";

export const api: typeof declared = source;

export const names: Same<keyof typeof source, keyof typeof declared> = true;
export const events: Same<Members<event.LiveEvent>, Members<declared.LiveEvent>> = true;
export const attributions: Same<report.Attribution, declared.Attribution> = true;

/** The types of events and the names of their members, such as "patch.data". */
type Members<Event> =
  Event extends { type: infer Type extends string } ? `${Type}.${keyof Event & string}` : never;
