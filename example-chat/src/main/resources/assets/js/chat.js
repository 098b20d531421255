// What attributes cannot say, on every page. Without this file, and without any script, the chat is
// forms and pages and still works.
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  // The server writes times and days for the zone of this cookie.
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
  if (zone && !document.cookie.includes(`chat_zone=${zone}`)) {
    document.cookie = `chat_zone=${zone}; path=/; max-age=31536000; samesite=lax`;
  }

  const here = () => document.querySelector("main[data-room]")?.dataset.room;

  // Other rooms: count what is unread, wherever they are listed.
  const activity = ({ detail: { data } }) => {
    if (data.room === here() || data.author === document.querySelector(".app").dataset.me) return;
    const badges = `[data-room="${CSS.escape(data.room)}"] .badge`;
    for (const badge of document.querySelectorAll(badges)) {
      badge.dataset.count = Number(badge.dataset.count) + 1;
      badge.querySelector(".count").textContent = badge.dataset.count;
      badge.hidden = false;
    }
  };
  for (const transport of ["ws", "sse"]) {
    document.addEventListener(`silcrow:${transport}:activity`, activity);
  }

  // What the last room still had to say when its page went is not for this one.
  document.addEventListener("silcrow:live:message", (event) => {
    const room = /\/ws\/rooms\/([^/?]+)/.exec(event.detail.url)?.[1];
    if (room && room !== here()) event.preventDefault();
  });

  // Escape closes the list of people where it lies over the room.
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && location.hash === "#people") location.hash = "#main";
  });

  // A picture that is too large is refused here already; the server would, after all of it came.
  document.addEventListener("change", ({ target }) => {
    const { max } = target.dataset ?? {};
    if (target.type !== "file" || !max) return;
    const megabytes = (target.files[0]?.size ?? 0) / 1024 / 1024;
    target.setCustomValidity(megabytes * 1024 * 1024 > Number(max)
      ? `That file has ${megabytes.toFixed(1)} MB; a picture may have 5 MB.` : "");
    target.reportValidity();
  });
})();
