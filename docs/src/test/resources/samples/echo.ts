import { socket } from "silcrow";
import type { ClientEvent, Person, ServerEvent } from "./channels.js";

const john: Person = { name: "John", age: 30 };
const echo = socket<ClientEvent, ServerEvent>("/echo/person", { query: john });
await echo.send({ TextInput: "abc" });
for await (const event of echo) {
  if ("Uppercase" in event) console.log(event.Uppercase.length);
}

// @ts-expect-error there is no such message
await echo.send({ TextOutput: "abc" });
