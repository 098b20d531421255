// A room's page: Enter sends, local times, what is new, older messages as one scrolls up.
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const MAX = 4000;
  const fine = matchMedia("(pointer: fine)").matches;
  const me = () => find(".app").dataset.me;

  // Messages: local times and days, and which are mine.
  const time = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat([], { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const sent = (message) => new Date(find(".at", message).dateTime);

  function tidy(message, before) {
    const date = sent(message);
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
    message.classList.toggle("mine", message.dataset.person === me());
    write(find(".at", message), time.format(date));
  }

  /**
   * A room's page, from its arrival until another page takes its place.
   *
   * @param {Element} page
   * @param {AbortSignal} gone ends its listeners
   */
  function showRoom(page, gone) {
    const scroller = find("#scroller");
    const listen = (target, type, handler, more) =>
      target.addEventListener(type, handler, { ...more, signal: gone });
    const observe = (target, options, handler) => {
      const observer = new MutationObserver(handler);
      observer.observe(target, options);
      gone.addEventListener("abort", () => observer.disconnect());
    };
    const tidyAll = () => all(".message", scroller).forEach((message, i, list) =>
      tidy(message, list[i - 1]));
    tidyAll();
    readUpwards(scroller, gone, tidyAll);
    if (!find("#composer")) return;

    const tidyPeople = () => {
      for (const person of all("#people-list > [data-person]")) {
        person.classList.toggle("mine", person.dataset.person === me());
      }
    };
    tidyPeople();
    observe(find("#people-list"), { childList: true, subtree: true, attributeFilter: ["class"] }, tidyPeople);
    const composer = compose(page.dataset.room, listen);
    follow(scroller, composer, { listen, observe, gone });
  }

  // Older messages come by themselves as one scrolls up. The link stays for everybody else.
  function readUpwards(scroller, gone, tidyAll) {
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        // A link that was replaced meanwhile would still take the browser away.
        if (isIntersecting && target.isConnected && scroller.scrollTop < -50) target.click();
      }
    }, { root: scroller, rootMargin: "600px 0px 0px" });
    const next = () => {
      near.disconnect();
      const link = find(".earlier .pager a", scroller);
      if (link) near.observe(link);
    };
    next();
    scroller.addEventListener("scroll", next, { once: true, passive: true, signal: gone });
    document.addEventListener("silcrow:load", ({ detail: { target } }) => {
      if (!target?.closest?.(".earlier")) return;
      tidyAll();
      next();
    }, { signal: gone });
    gone.addEventListener("abort", () => near.disconnect());
  }

  // What is new: counted while nobody looks, marked where it starts.
  function follow(scroller, composer, { listen, observe, gone }) {
    const log = find("#messages");
    const pill = find("#pill");
    const title = document.title;
    const newestId = () => Number(log.lastElementChild?.dataset.id ?? 0);
    const atEnd = () => scroller.scrollTop > -80;
    const toEnd = () => { scroller.scrollTop = 0; };
    const bottom = (element) => element.getBoundingClientRect().bottom;
    let newest = newestId();
    let unread = 0;
    let seenTimer = 0;
    gone.addEventListener("abort", () => clearTimeout(seenTimer));
    toEnd();

    function showUnread() {
      document.title = unread ? `(${unread}) ${title}` : title;
      pill.hidden = !unread || atEnd();
      write(pill, unread === 1 ? "1 new message ↓" : `${unread} new messages ↓`);
    }

    function look() {
      if (document.hidden || !atEnd() || !newest) return;
      unread = 0;
      showUnread();
      clearTimeout(seenTimer);
      seenTimer = setTimeout(() => {
        // Over the typed channel, which signs.js has; where there is none, as an event of the page.
        const read = new CustomEvent("chat:read", { detail: { message: newest }, cancelable: true });
        const unsaid = document.dispatchEvent(read);
        if (unsaid && composer.isOpen()) composer.send("seen", { message: newest });
      }, 800);
    }

    function arrived(message) {
      const mine = message.dataset.person === me();
      if (mine) {
        toEnd();
      } else if (document.hidden || !atEnd()) {
        if (!unread) {
          for (const old of all(".new", log)) old.remove();
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
    let last = log.lastElementChild;
    observe(log, changed, (changes) => {
      const reading = !atEnd();
      const messages = new Set();
      for (const { target, addedNodes } of changes) {
        for (const node of [target, ...addedNodes]) {
          const message = (node.nodeType === 1 ? node : node.parentElement)?.closest(".message");
          if (message?.isConnected) messages.add(message);
        }
      }
      for (const message of messages) {
        tidy(message, message.previousElementSibling ?? all(".earlier .message").at(-1));
        const id = Number(message.dataset.id);
        if (id > newest) {
          newest = id;
          arrived(message);
        }
      }
      // The end is what the scroller keeps still; who reads above sees what they read stay.
      if (reading && last?.isConnected && last !== log.lastElementChild && !atEnd()) {
        scroller.scrollTop -= bottom(log.lastElementChild) - bottom(last);
      }
      last = log.lastElementChild;
    });
    listen(scroller, "scroll", look, { passive: true });
    listen(document, "visibilitychange", look);
    listen(pill, "click", () => {
      toEnd();
      look();
      find("#text").focus();
    });
  }

  // Writing: what was typed stays until it is sent, through failures, other pages and reloads.
  function compose(room, listen) {
    const form = find("#composer");
    const area = find("#text");
    const notice = find("#notice > span");
    const draft = `chat-draft:${room}`;
    const isOpen = () => form.closest("[data-live]")?.dataset.live === "open";
    const send = (event, data) => Silcrow.send(form, { event, data });
    let sending = false;

    // Where there is no storage, the draft lives as long as the page.
    const forget = () => { try { sessionStorage.removeItem(draft); } catch { /* none */ } };
    const keep = () => {
      if (!area.value) forget();
      else try { sessionStorage.setItem(draft, area.value); } catch { /* none */ }
    };
    try { area.value ||= sessionStorage.getItem(draft) ?? ""; } catch { /* none */ }
    if (fine && !location.hash) area.focus({ preventScroll: true });

    const problem = (text) => {
      const length = [...text].length;
      if (!text.trim()) return "Write something first.";
      return length > MAX
        ? `That is ${length.toLocaleString()} characters; a message may have ${MAX.toLocaleString()}.`
        : "";
    };

    async function submit(event) {
      // A connection that is gone for good leaves the form to Silcrow, or to the browser.
      if (!window.Silcrow || form.closest('[data-live="closed"]')) {
        forget();
        return;
      }
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
        // Resolves when the server has taken it, however often the connection breaks before that.
        await send("chat", { text });
        if (area.value === text) area.value = "";
        keep();
        write(notice, "");
      } catch {
        write(notice, "That could not be sent. Your text is still here.");
      } finally {
        sending = false;
        form.classList.remove("sending");
      }
    }

    listen(form, "submit", submit);
    listen(area, "keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || !fine) return;
      event.preventDefault();
      form.requestSubmit();
    });
    listen(area, "input", () => {
      keep();
      if (notice.textContent && !problem(area.value)) write(notice, "");
    });
    listen(document, "silcrow:ws:refused", ({ detail: { data } }) => {
      area.value ||= data.text;
      keep();
    });
    return { isOpen, send };
  }

  // Silcrow.js puts pages in the place of others; each page that arrives is begun anew.
  let leave = new AbortController();
  function arrive() {
    leave.abort();
    leave = new AbortController();
    const page = find("main[data-room]");
    if (page) showRoom(page, leave.signal);
  }
  arrive();
  document.addEventListener("silcrow:load", ({ detail: { target } }) => {
    if (target === document.body) arrive();
  });
})();
