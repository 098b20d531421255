// What attributes cannot say: Enter sends, local times, what is new. Without this file, and without
// any script, the chat is forms and pages and still works.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const MAX = 4000;
  const me = document.body.dataset.me;
  document.documentElement.classList.add("js");

  // The server writes times and days for the zone of this cookie.
  const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone ?? "");
  if (zone && !document.cookie.includes(`chat_zone=${zone}`)) {
    document.cookie = `chat_zone=${zone}; path=/; max-age=31536000; samesite=lax`;
  }

  const room = find("main[data-room]")?.dataset.room;

  // Other rooms: count what is unread.
  document.addEventListener("silcrow:ws:activity", ({ detail: { data } }) => {
    const badge = find(`#rooms [data-room="${CSS.escape(data.room)}"] .badge`);
    if (!badge || data.room === room || data.author === me) return;
    badge.dataset.count = Number(badge.dataset.count) + 1;
    find(".count", badge).textContent = badge.dataset.count;
    badge.hidden = false;
  });

  const log = find("#messages");
  const form = find("#composer");
  if (!log) return;

  // Messages: local times and days, which are mine.
  const time = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const sent = (message) => new Date(find(".at", message).dateTime);
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  function tidy(message) {
    const date = sent(message);
    const before = message.previousElementSibling;
    const firstOfDay = !before || day.format(sent(before)) !== day.format(date);
    let rule = find(".day", message);
    if (firstOfDay && !rule) {
      rule = Object.assign(document.createElement("p"), { className: "rule day" });
      rule.append(document.createElement("time"));
      message.prepend(rule);
    }
    if (!firstOfDay) rule?.remove();
    else write(find("time", rule), day.format(date));
    // Unlike remove, this writes nothing when there is nothing to do: the observer sees every write.
    if (firstOfDay) message.classList.toggle("grouped", false);
    message.classList.toggle("mine", message.dataset.person === me);
    write(find(".at", message), time.format(date));
  }

  const tidyPeople = () => {
    for (const person of document.querySelectorAll("#people-list > [data-person]")) {
      person.classList.toggle("mine", person.dataset.person === me);
    }
  };

  [...log.children].forEach(tidy);
  tidyPeople();
  if (!form) return;
  new MutationObserver(tidyPeople)
    .observe(find("#people-list"), { childList: true, subtree: true, attributeFilter: ["class"] });

  // What is new: counted while nobody looks, marked where it starts.
  const scroller = find("#scroller");
  const pill = find("#pill");
  const title = document.title;
  const newestId = () => Number(log.lastElementChild?.dataset.id ?? 0);
  const atEnd = () => scroller.scrollTop > -80;
  let newest = newestId();
  let unread = 0;
  let seenTimer = 0;

  const isOpen = () => form.closest("[data-live]")?.dataset.live === "open";
  const toEnd = () => { scroller.scrollTop = 0; };

  function showUnread() {
    document.title = unread ? `(${unread}) ${title}` : title;
    pill.hidden = !unread || atEnd();
    write(pill, unread === 1 ? "1 new message ↓" : `${unread} new messages ↓`);
  }

  function look() {
    if (document.hidden || !atEnd()) return;
    unread = 0;
    showUnread();
    clearTimeout(seenTimer);
    seenTimer = setTimeout(() => {
      if (isOpen()) Silcrow.send(form, { event: "seen", data: { message: newest } });
    }, 800);
  }

  function arrived(message) {
    const mine = message.dataset.person === me;
    if (mine) {
      toEnd();
      confirmed();
    }
    else if (document.hidden || !atEnd()) {
      if (!unread) {
        for (const old of log.querySelectorAll(".new")) old.remove();
        const mark = Object.assign(document.createElement("p"), { className: "rule new" });
        mark.textContent = "New";
        message.prepend(mark);
        message.classList.remove("grouped");
      }
      unread++;
    }
    showUnread();
    look();
  }

  // What is here may be updated in place, too: then it comes as the server has it.
  const changed = { childList: true, subtree: true, characterData: true, attributeFilter: ["class"] };

  new MutationObserver((changes) => {
    const messages = new Set();
    for (const { target, addedNodes } of changes) {
      for (const node of [target, ...addedNodes]) {
        const message = (node.nodeType === 1 ? node : node.parentElement)?.closest(".message");
        if (message) messages.add(message);
      }
    }
    for (const message of messages) {
      tidy(message);
      const id = Number(message.dataset.id);
      if (id > newest) {
        newest = id;
        arrived(message);
      }
    }
  }).observe(log, changed);

  scroller.addEventListener("scroll", look, { passive: true });
  document.addEventListener("visibilitychange", look);
  pill.addEventListener("click", () => {
    toEnd();
    look();
    area.focus();
  });

  // Writing: what was typed stays until it is sent, through failures and reloads.
  const area = find("#text");
  const notice = find("#notice > span");
  const draft = `chat-draft:${room}`;
  const fine = matchMedia("(pointer: fine)").matches;
  let sending = false;
  let typedAt = 0;

  // Sent, but not seen yet: comes back if the connection breaks before it shows.
  let unconfirmed = "";
  let restored = false;

  function confirmed() {
    if (restored && area.value === unconfirmed) {
      area.value = "";
      write(notice, "");
      keep();
    }
    unconfirmed = "";
    restored = false;
  }

  document.addEventListener("silcrow:live:disconnect", () => {
    if (!unconfirmed || restored || area.value) return;
    restored = true;
    area.value = unconfirmed;
    keep();
    write(notice, "The connection broke while this was on its way. Send it again unless it shows.");
  });

  const keep = () => {
    try {
      if (area.value) sessionStorage.setItem(draft, area.value);
      else sessionStorage.removeItem(draft);
    } catch {
      // No storage: the draft lives as long as the page.
    }
  };
  try {
    area.value ||= sessionStorage.getItem(draft) ?? "";
  } catch {
    // As above.
  }
  if (fine && !location.hash) area.focus({ preventScroll: true });

  const problem = (text) => {
    const length = [...text].length;
    if (!text.trim()) return "Write something first.";
    return length > MAX
      ? `That is ${length.toLocaleString()} characters; a message may have ${MAX.toLocaleString()}.`
      : "";
  };

  async function submit(event) {
    // A connection that is gone for good leaves the form to the browser.
    if (!window.Silcrow || form.closest('[data-live="closed"]')) return;
    event.preventDefault();
    area.focus();
    const text = area.value;
    const wrong = problem(text);
    write(notice, wrong);
    if (sending || wrong) return;
    sending = true;
    form.classList.add("sending");
    if (!isOpen()) write(notice, "Waiting for the connection…");
    try {
      await Silcrow.send(form, { event: "chat", data: { text } });
      if (area.value === text) area.value = "";
      unconfirmed = text;
      restored = false;
      keep();
      write(notice, "");
      typedAt = 0;
    } catch {
      write(notice, "That could not be sent. Your text is still here.");
    } finally {
      sending = false;
      form.classList.remove("sending");
    }
  }

  form.addEventListener("submit", submit);
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !fine) return;
    event.preventDefault();
    form.requestSubmit();
  });
  area.addEventListener("input", () => {
    keep();
    if (notice.textContent && !problem(area.value)) write(notice, "");
    const now = Date.now();
    if (area.value.trim() && isOpen() && now - typedAt > 2500) {
      typedAt = now;
      Silcrow.send(form, { event: "typing", data: null });
    }
  });
  document.addEventListener("silcrow:ws:refused", ({ detail: { data } }) => {
    area.value ||= data.text;
    unconfirmed = "";
    keep();
  });

  // Escape closes the list of people where it lies over the room.
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && location.hash === "#people") location.hash = "#main";
  });
})();
