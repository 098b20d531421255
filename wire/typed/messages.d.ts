/** Generated from Java: change the records, not this. */
// /ws: in ClientEvent, out Everything
export type ClientEvent =
  | "Left"
  | { TextInput: string }
  | { Moved: { x: number; y: number } }
  | { Typing: { who?: string | null } }
  | { Pair: [number, string] }
  | { Connected: { messages: string[] } }
  | { Numbers: { small: number; big: number; real: number; flag: boolean } };
export type Everything = { text: string; number: number; flag: boolean; side: Side; at: string; sides: (Side | null)[]; counts: Record<string, number[]>; parent?: Everything | null; note?: string | null };
export type Side = "LEFT" | "RIGHT";
