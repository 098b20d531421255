/** Uses what is generated from Java's records; `npm run types` compiles this and nothing runs it. */
import { socket } from "silcrow";
import type { ClientEvent, Everything } from "../../wire/typed/messages.js";

const typed = socket<ClientEvent, Everything>("/ws");
const golden: ClientEvent[] = [
  "Left", { TextInput: "abc" }, { Moved: { x: -1, y: 300 } }, { Typing: {} }, { Typing: { who: null } },
  { Pair: [7, "seven"] }, { Connected: { messages: [] } },
];
for (const message of golden) typed.send(message);
typed.receive().then(({ sides, parent }) => [sides[0] satisfies "LEFT" | "RIGHT" | null, parent?.text.length]);

// @ts-expect-error y is missing
typed.send({ Moved: { x: 1 } });
// @ts-expect-error no such variant
typed.send("Right");
// @ts-expect-error two components, in this order
typed.send({ Pair: ["seven", 7] });
