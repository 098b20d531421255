/** Compares silcrow.d.ts with the sources; `npm run types` compiles this and nothing runs it. */
import * as source from "../src/index.js";
import type * as declared from "./silcrow.d.ts";
import type * as report from "../src/report.js";
import type * as event from "../src/decode/event.js";

/** Each is assignable to the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : "the second lacks something") : "the first lacks something";

export const api: Omit<typeof declared, "send" | "optimistic" | "socket"> = source;

/** Both take their arguments in either order. */
export const send: (root: declared.Root, data: unknown) => Promise<true> = source.send;
export const optimistic: (root: declared.Root, data: object, options?: declared.OptimisticOptions) =>
  declared.Optimistic = source.optimistic;

/** Its listeners are declared narrower than those of an EventTarget. */
export const socket: (url: string, options?: declared.SocketOptions) =>
  Omit<declared.Socket, "addEventListener"> = source.socket;

export const names: Same<keyof typeof source, keyof typeof declared> = true;
export const events: Same<Members<event.LiveEvent>, Members<declared.LiveEvent>> = true;
export const attributions: Same<report.Attribution, declared.Attribution> = true;

/** The types of events and the names of their members, such as "patch.data". */
type Members<Event> =
  Event extends { type: infer Type extends string } ? `${Type}.${keyof Event & string}` : never;
