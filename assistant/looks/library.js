/* History, library, filters, files to add. */
(() => {
  const { find, all, root, words, element, fill, get, show, send, say, askFor, watch } = wenzheng;

  /* ---- Filters: kept by Gradio's wire, so that a question carries them ---- */
  let props = null;
  let trigger = null;
  wenzheng.wire = (_, given, fire) => {
    props = given;
    trigger = fire;
  };
  const chosen = () => {
    const none = { places: [], years: [], documents: [] };
    try {
      return { ...none, ...JSON.parse(props?.value || "{}") };
    } catch {
      return none;
    }
  };
  const choose = (filters) => {
    const empty = !Object.values(filters).some((one) => one.length);
    props.value = empty ? "" : JSON.stringify(filters);
    trigger("change");
  };
  const add = (name, value) => {
    const now = chosen();
    if (value !== "" && !now[name].includes(value)) now[name] = [...now[name], value];
    choose(now);
  };

  /* ---- Panels ---- */
  const panel = (name, open) => {
    root.classList.toggle(`with-${name}`, open);
    all(`[data-panel="${name}"][aria-expanded]`).forEach((one) =>
      one.setAttribute("aria-expanded", String(open))
    );
  };
  const isOpen = (name) => root.classList.contains(`with-${name}`);

  /* ---- History ---- */
  const list = async () => {
    const into = find("#kept");
    if (!into) return;
    await show(into, "/page/history");
    mark();
  };
  const mark = () => {
    const id = find(".turns")?.dataset.conversation ?? "";
    all("#kept [data-kept]").forEach((one) => {
      const here = one.dataset.kept === id;
      one.classList.toggle("here", here);
      if (here) find("a", one).setAttribute("aria-current", "page");
      else find("a", one).removeAttribute("aria-current");
    });
  };

  /* ---- Library ---- */
  let narrowed = null;
  const look = async () => {
    const query = new URLSearchParams({ q: find("#search")?.value ?? "" });
    if (narrowed) query.set("filters", JSON.stringify(narrowed.filters));
    const asked = (look.asked = {});
    const got = await get(`/page/search?${query}`);
    const html = await got.text();
    if (asked === look.asked) find("#found").innerHTML = html;
  };
  const narrow = (to) => {
    narrowed = to;
    const into = find("#narrowed");
    into.textContent = "";
    if (!to) return look();
    const only = element("button", { type: "button", className: "quiet", textContent: words.ask_only });
    only.dataset.onlyCell = "";
    const off = element("button", { type: "button", textContent: "×", className: "off" });
    off.setAttribute("aria-label", fill(words.filter_off, { name: to.name }));
    off.addEventListener("click", () => narrow(null));
    into.append(element("span", { textContent: to.name }), off, only);
    return look();
  };
  const library = async () => {
    await show(find("#picture"), "/page/library");
    await look();
  };

  document.addEventListener("click", async (event) => {
    const to = (selector) => event.target.closest?.(selector);
    const opener = to("[data-panel]");
    const cell = to("a.cell");
    const only = to("[data-only]");
    const off = to("[data-off]");
    const rename = to("[data-rename]");
    const gone = to("[data-delete]");
    if (opener && opener.dataset.panel !== "reader") {
      const name = opener.dataset.panel;
      const open = !isOpen(name);
      panel(name, open);
      if (name === "library" && open) {
        await library();
        find("#search")?.focus();
      }
      if (!open) find(`[data-panel="${name}"][aria-expanded]`)?.focus();
    } else if (cell) {
      event.preventDefault();
      const { place, year } = cell.dataset;
      const filters = { places: place ? [place] : [], years: year ? [Number(year)] : [], documents: [] };
      await narrow({ name: cell.getAttribute("aria-label"), filters });
    } else if (to("[data-only-cell]")) {
      choose(narrowed.filters);
      panel("library", false);
      find("#question textarea")?.focus();
    } else if (only) {
      add("documents", only.dataset.only);
      say(`${words.filters}: ${only.dataset.name}`);
    } else if (off) {
      const [name, ...rest] = off.dataset.off.split(" ");
      const value = rest.join(" ");
      const now = chosen();
      now[name] = now[name].filter((one) => String(one) !== value);
      choose(now);
      find("#question textarea")?.focus();
    } else if (rename) {
      const title = find("a.title", rename.closest("li")).textContent;
      const named = await askFor({ title: words.new_title, value: title, confirm: words.save });
      if (!named?.trim()) return;
      await send(`/page/history/${rename.dataset.rename}`, { title: named });
      await list();
    } else if (gone) {
      if (!(await askFor({ title: words.delete_sure, confirm: words.delete }))) return;
      await send(`/page/history/${gone.dataset.delete}`, undefined, "DELETE");
      if (gone.dataset.delete === find(".turns")?.dataset.conversation) find("#fresh").click();
      await list();
    }
  });
  let later = 0;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "search") return;
    clearTimeout(later);
    later = setTimeout(look, 120);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || find("dialog[open]")) return;
    for (const name of ["library", "history"]) {
      if (isOpen(name) && matchMedia("(max-width: 1099px)").matches | (name === "library")) {
        panel(name, false);
        find(`[data-panel="${name}"][aria-expanded]`)?.focus();
        break;
      }
    }
  });

  /* ---- Files to add ---- */
  const upload = async (files) => {
    const box = find("#uploads");
    const told = find("#upload-progress");
    const tell = (text) => told.append(element("p", { textContent: text }));
    told.textContent = "";
    const most = { files: Number(box.dataset.files), megabytes: Number(box.dataset.megabytes) };
    if (files.length > most.files) return tell(fill(words.upload_too_many, most));
    const bar = element("progress", { max: files.length, value: 0 });
    const now = element("p");
    told.append(bar, now);
    const kept = [];
    for (const file of files) {
      now.textContent = fill(words.upload_sending, { name: file.name });
      let refused = "";
      if (file.size > most.megabytes * 1048576) refused = fill(words.upload_too_large, most);
      else {
        const name = encodeURIComponent(file.name);
        const got = await fetch(`/page/uploads?name=${name}`, { method: "POST", body: file });
        if (got.ok) kept.push((await got.json()).kept);
        else if (got.status === 413) refused = fill(words.upload_too_large, most);
        else refused = (await got.json().catch(() => ({}))).error ?? words.try_again;
      }
      if (refused) tell(fill(words.upload_refused, { name: file.name, reason: refused }));
      bar.value += 1;
    }
    if (!kept.length) return bar.remove(), now.remove();
    const response = await send("/page/uploads/add", { files: kept });
    const lines = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const steps = { waiting: words.upload_waiting, reading: words.upload_reading };
    let rest = "";
    for (;;) {
      const { value, done } = await lines.read();
      rest += value ?? "";
      const whole = rest.split("\n");
      rest = whole.pop();
      for (const line of whole) {
        const step = JSON.parse(line);
        if (step.step) {
          now.textContent = steps[step.step] ?? words.upload_embedding;
          bar.max = step.total || 1;
          bar.value = step.total ? step.done : 0;
        } else if (step.refused) {
          const counts = { ...step, refused: step.refused.length };
          now.textContent = fill(words.upload_done, counts);
          for (const { path, reason } of step.refused) {
            tell(fill(words.upload_refused, { name: path, reason }));
          }
        } else if (step.error) now.textContent = step.error;
      }
      if (done) break;
    }
    bar.remove();
    await library();
  };
  document.addEventListener("change", (event) => {
    if (event.target.id === "files" && event.target.files.length) {
      upload([...event.target.files]);
      event.target.value = "";
    }
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const box = find("#uploads");
      if (!box || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      const over = isOpen("library") && event.target.closest?.("#library");
      box.classList.toggle("over", Boolean(over) && kind !== "drop" && kind !== "dragleave");
      if (kind === "drop" && over) upload([...event.dataTransfer.files]);
    });
  }

  let seen = "";
  watch(
    () => {
      if (matchMedia("(min-width: 1100px)").matches) panel("history", true);
      list();
    },
    () => {
      const turns = find(".turns");
      const now = `${turns?.dataset.conversation}|${all(".turn.done, .turn.stopped").length}`;
      if (turns && seen && now !== seen) list();
      if (turns) seen = now;
    }
  );
})();
