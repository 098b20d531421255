const show = (text) => document.querySelector("output").append(text);

const first = (async () => {
  // tag::socket[]
  const socket = Silcrow.socket("/api/uppercase_ws", {query: {name: "John", age: 30}, reconnect: true});
  socket.addEventListener("change", ({detail}) => console.log(detail.status));
  await socket.send({TextInput: "hello"});
  for await (const {Uppercase} of socket) show(Uppercase);
  // end::socket[]
})();

const second = (async () => {
  // tag::codec[]
  const {cbor} = await import("/_silcrow/cbor.js");
  const {msgpack} = await import("/_silcrow/msgpack.js");
  const other = Silcrow.socket("/api/uppercase_ws", {codec: [msgpack, cbor], query: {name: "Ann", age: 7}});
  // end::codec[]
  await other.send({TextInput: "hi"});
  show((await other.receive()).Uppercase + " " + other.protocol);
})();
