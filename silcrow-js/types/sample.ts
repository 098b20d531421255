/// <reference path="./global.d.ts" />
import { cache, go, live, onError, optimistic, patch, publish, send, snapshot, socket, start, submit, subscribe, use } from "silcrow";

const stop = start(document);
live("#chat", "/ws/chat");
send("#chat", { event: "chat", data: { text: "hi" } }).then((sent) => sent satisfies true);
send({ event: "chat" }, document.body);
patch({ user: { name: "Zoë" } }, "#profile", { silent: true });
const guess = optimistic("#todo", { done: true }, { until: submit("/todos/1", { done: true }) });
guess.undo();
go("/todos", { target: "#todos" }).then(stop);
if (cache.has("/todos")) cache.clear();
subscribe<{ total: number }>("cart", ({ total }) => total.toFixed());
publish("cart", { total: (snapshot<{ total: number }>("cart")?.total ?? 0) + 1 });
use((data) => ({ ...data, seen: true }));
onError((error, { attribution }) => console.log(error.code, attribution satisfies string));

document.addEventListener("silcrow:live:message", ({ detail: { event } }) => {
  switch (event.type) {
    case "html": return event.markup.length + event.swap.length;
    case "patch": return event.data;
    case "custom": return event.event;
    case "navigate": return event.path;
    case "invalidate": return event.target;
    default: return event satisfies never;
  }
});
document.querySelector("form")!.addEventListener("silcrow:error", (event) => {
  event.detail.code.toUpperCase();
  event.preventDefault();
});
document.addEventListener("silcrow:ws:chat", ({ detail }) => detail.data.text);
document.addEventListener("silcrow:live:resync", ({ detail }) => detail.topics.map((topic) => topic.length));
window.addEventListener("silcrow:live:disconnect", ({ detail }) => (detail.reconnectIn ?? 0) + 1);

const typed = socket<"Leave" | { TextInput: string }, { Uppercase: string }>("/api/echo", { reconnect: true });
typed.addEventListener("change", ({ detail }) => detail.status === "open");
typed.send({ TextInput: "hi" }).then((sent) => sent satisfies true);
typed.receive().then(({ Uppercase }) => Uppercase.length);

Silcrow.onToast((message, level) => console.log(message, level)).use((data) => data).patch({}, "#a");
window.Silcrow.send("#chat", "text");

// @ts-expect-error no such variant
typed.send({ Uppercase: "HI" });
// @ts-expect-error a path is missing
go();
// @ts-expect-error data is an object
patch(1, "#a");
// @ts-expect-error no such name
Silcrow.connect("#a");
// @ts-expect-error an event has no such member
document.addEventListener("silcrow:load", ({ detail }) => detail.nothing);
