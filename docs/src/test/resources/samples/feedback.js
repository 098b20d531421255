// tag::atoms[]
Silcrow.subscribe("cart", (cart) => {
  document.title = `${cart.count} in the cart`;
});
Silcrow.publish("cart", {label: "basket"});
// end::atoms[]

// tag::tied[]
document.querySelector("#like").addEventListener("click", () => {
  const likes = Number(document.querySelector("#post b").textContent) + 1;
  Silcrow.optimistic("#post", {likes}, {
    until: Silcrow.send("#post", {event: "like"}),
  });
});
// end::tied[]

// tag::handle[]
async function rename(name) {
  const guess = Silcrow.optimistic("#title", {name});
  const response = await fetch("/rename", {method: "POST", body: new URLSearchParams({name})});
  if (response.ok) guess.settle();
  else guess.undo();
}
// end::handle[]

// tag::toast[]
function logToasts() {
  Silcrow.onToast((message, level) => console.log(level, message));
}
// end::toast[]
