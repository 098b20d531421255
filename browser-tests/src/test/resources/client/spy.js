// Notes what would run, leave the page or reach another site, and lets none of it happen.
window.ran = [];
for (const name of ["alert", "print", "confirm", "prompt", "open"]) {
  window[name] = () => { ran.push(name); };
}
for (const name of ["fetch", "WebSocket", "EventSource"]) {
  const real = window[name];
  window[name] = function (url, ...rest) {
    const { host } = new URL(url, location.href);
    if (host !== location.host) ran.push(`${name} ${url}`);
    return new.target ? new real(url, ...rest) : real.call(this, url, ...rest);
  };
  Object.assign(window[name], real);
}
document.addEventListener("silcrow:navigate", (event) => {
  ran.push(`navigate ${event.detail.url}`);
  event.preventDefault();
});
window.addEventListener("beforeunload", () => { ran.push("left the page"); });
