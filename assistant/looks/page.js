/* What HTML and CSS can't do for the page. Nothing here makes HTML of a text: what comes from
   the server is made and escaped there, what is made here is set as text. */
const wenzheng = (() => {
  const root = document.documentElement;
  const words = {};
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* Gradio's <base> drops the query, so that a link to #s-1-1 would load the page anew. */
  const based = () => {
    find("base").href = location.pathname + location.search;
  };
  based();

  const element = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  /* A short word to the reader, also read aloud. */
  const say = (text) => {
    let said = find("#said");
    if (!said) {
      said = element("div", { id: "said" });
      said.setAttribute("role", "status");
      document.body.append(said);
    }
    said.textContent = text;
    clearTimeout(say.later);
    say.later = setTimeout(() => (said.textContent = ""), 2500);
  };

  /* A question in a dialog of our own: the browser's can't be styled and can't be read here. */
  const askFor = ({ title, value, rows, confirm }) =>
    new Promise((answer) => {
      const dialog = element("dialog", { className: "sheet" });
      const form = element("form", { method: "dialog" });
      const label = element("label", {}, element("span", { textContent: title }));
      let field = null;
      if (value !== undefined) {
        field = element(rows ? "textarea" : "input", { value, maxLength: rows ? 1000 : 120 });
        if (rows) field.rows = rows;
        label.append(field);
      }
      const no = element("button", { type: "button", className: "quiet", textContent: words.cancel });
      const yes = element("button", { className: "strong", textContent: confirm });
      form.append(label, element("div", { className: "choices" }, no, yes));
      dialog.append(form);
      document.body.append(dialog);
      const before = document.activeElement;
      let said = null;
      no.addEventListener("click", () => dialog.close());
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        said = field ? field.value : true;
        dialog.close();
      });
      dialog.addEventListener("close", () => {
        dialog.remove();
        before?.focus?.();
        answer(said);
      });
      dialog.setAttribute("aria-label", title);
      dialog.showModal();
      (field || no).focus();
      field?.select?.();
    });

  const get = async (address) => {
    const response = await fetch(address, { credentials: "same-origin" });
    if (response.status === 401) location.assign("/login");
    return response;
  };
  /* Put a fragment that the server made and escaped into its place. */
  const show = async (place, address) => {
    const response = await get(address);
    place.innerHTML = await response.text();
    return response.ok;
  };
  const send = (address, body, method = "POST") =>
    fetch(address, {
      method,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      say(words.copied);
    } catch {
      /* Without https a page elsewhere has no clipboard; a selection can still be copied. */
      const area = element("textarea", { value: text, className: "unseen" });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      say(done ? words.copied : words.copy_failed);
    }
  };

  const ready = [];
  /* Run once the words are there, then whenever the DOM has changed. */
  const watch = (onReady, onChange) => ready.push({ onReady, onChange, started: false });
  let due = false;
  const look = () => {
    due = false;
    const told = find("#words");
    if (told && told.dataset.words !== look.last) {
      look.last = told.dataset.words;
      Object.assign(words, JSON.parse(told.dataset.words));
      /* Chinese glyphs are chosen by language; Gradio's page says English. */
      root.lang = told.dataset.language;
      document.title = words.name;
      root.classList.add("ready");
    }
    if (!look.last) return;
    for (const one of ready) {
      if (!one.started) {
        one.started = true;
        one.onReady?.();
      }
      one.onChange?.();
    }
  };
  new MutationObserver(() => {
    if (due) return;
    due = true;
    requestAnimationFrame(look);
  }).observe(root, { childList: true, subtree: true });

  return { root, words, find, all, element, fill, say, askFor, get, show, send, copy, watch, based };
})();

/* The conversation. */
(() => {
  const { find, all, root, words, get, send, say, copy, askFor, watch, based } = wenzheng;

  /* A source in a folded group has to be unfolded before the browser scrolls to it. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const fold = link && document.getElementById(link.getAttribute("href").slice(1))?.closest("details");
    if (fold) fold.open = true;
  });

  /* Escape puts a note away that lies over the text; the next move opens notes again. */
  const hush = (silent) => root.classList.toggle("hush", silent);
  document.addEventListener("keydown", (event) => hush(event.key === "Escape"));
  document.addEventListener("pointerover", () => hush(false));

  const conversation = () => find(".turns")?.dataset.conversation ?? "";

  document.addEventListener("click", async (event) => {
    const language = event.target.closest?.("#language");
    const copying = event.target.closest?.(".tools .copy");
    const verdict = event.target.closest?.(".tools .verdict");
    if (copying) {
      const got = await get(`/page/history/${conversation()}/${copying.dataset.turn}.md`);
      if (got.ok) await copy(await got.text());
      else say(words.copy_failed);
    } else if (verdict) {
      const title = verdict.dataset.verdict === "bad" ? words.why_bad : words.why_good;
      const reason = await askFor({ title, value: "", rows: 3, confirm: words.send });
      if (reason === null) return;
      const address = `/page/history/${conversation()}/${verdict.dataset.turn}`;
      const done = await send(address, { verdict: verdict.dataset.verdict, reason });
      if (!done.ok) return say(words.try_again);
      all(".verdict", verdict.parentElement).forEach((one) =>
        one.setAttribute("aria-pressed", String(one === verdict))
      );
      say(words.thanks);
    } else if (language) return;
  });
  document.addEventListener("change", (event) => {
    if (event.target.id !== "language") return;
    document.cookie = `wenzheng_language=${event.target.value}; path=/; max-age=31536000; samesite=lax`;
    location.reload();
  });

  /* A new question is brought to the top once; the answer then grows below it, unmoved. The
     address names the conversation, so that a reload finds it again. */
  let shown = null;
  watch(null, () => {
    const turns = all("#conversation .turn");
    if (shown !== null && turns.length > shown) {
      turns[turns.length - 1].scrollIntoView({ block: "start" });
    }
    if (shown === null && turns.length) turns[turns.length - 1].scrollIntoView({ block: "start" });
    shown = turns.length;
    const id = conversation();
    const address = new URL(location.href);
    if ((address.searchParams.get("c") ?? "") !== id && find("#conversation .turns")) {
      if (id) address.searchParams.set("c", id);
      else address.searchParams.delete("c");
      history.replaceState(history.state, "", address);
      based();
    }
  });
})();
