/** Generated from Java: change the records, not this. */
// /echo/strings: in string, out string
// /echo/events: in ClientEvent, out ServerEvent
// /echo/cbor: in ClientEvent, out ServerEvent
// /echo/person: in ClientEvent, out ServerEvent, parameters Person
// /echo/team: in string, out string
export type ClientEvent =
  | { TextInput: string }
  | "Clear";
export type ServerEvent =
  | { Uppercase: string }
  | { Cleared: { by: string } };
export type Person = { name: string; age: number };
