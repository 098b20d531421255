const show = (text) => document.querySelector("output").append(text + " ");

(async () => {
  // tag::socket[]
  const socket = Silcrow.socket("/echo/strings");
  await socket.send("abc");
  for await (const text of socket) show(text); // Hello!, then ABC
  // end::socket[]
})();
