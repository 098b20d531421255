// tag::send[]
document.querySelector("#note").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = new FormData(event.target).get("text");
  const state = document.querySelector("#state");
  state.textContent = "on its way";
  try {
    await Silcrow.send("#notes", {event: "note", data: {text}});
    state.textContent = "all sent";
  } catch (error) {
    state.textContent = `not sent: ${error.reason ?? error.message}`;
  }
});
// end::send[]
