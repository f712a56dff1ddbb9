/* Hover cards, the reader of whole documents, permalinks. */
(() => {
  const { find, all, element, words, root, show, say, copy, watch, based } = wenzheng;

  /* ---- The claim's own words within a long quotation ---- */
  const bare = (node) => {
    const copied = node.cloneNode(true);
    all(".tip, .published, .cite, .unseen", copied).forEach((one) => one.remove());
    return copied.textContent;
  };
  /* Where the quotation says what the claim says, if word for word; [start, end] or null. */
  const within = (link, quote) => {
    const claim = link.closest("li, p");
    if (!claim) return null;
    const said = bare(claim).trim().replace(/[。；，、.;,\s]+$/u, "");
    const start = said.length > 3 ? quote.indexOf(said) : -1;
    return start < 0 || said.length > 0.8 * quote.length ? null : [start, start + said.length];
  };
  const emphasise = (mark, span) => {
    if (!globalThis.CSS?.highlights) return;
    CSS.highlights.delete("claim");
    all("mark.narrowed").forEach((one) => one.classList.remove("narrowed"));
    if (!mark || !span) return;
    mark.classList.add("narrowed");
    const range = new Range();
    let at = 0;
    const walk = document.createTreeWalker(mark, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(".tip, .published") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
    );
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const end = at + node.length;
      if (at <= span[0] && span[0] < end) range.setStart(node, span[0] - at);
      if (at < span[1] && span[1] <= end) {
        range.setEnd(node, span[1] - at);
        CSS.highlights.set("claim", new Highlight(range));
        return;
      }
      at = end;
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('#conversation a.cite[href^="#s-"]');
    const mark = link && document.getElementById(link.hash.slice(1));
    if (mark) emphasise(mark, within(link, bare(mark)));
  });

  /* ---- A card with the sentence that a citation leads to ---- */
  let card = null;
  let owner = null;
  const hide = () => {
    card?.remove();
    owner?.removeAttribute("aria-describedby");
    card = owner = null;
  };
  /* Beside its citation and within the window, wherever that has been scrolled to. */
  const settle = () => {
    if (!card) return;
    const at = owner.getBoundingClientRect();
    if (!owner.isConnected || at.bottom < 0 || at.top > innerHeight) return hide();
    const box = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left - 24, innerWidth - box.width - 8));
    const above = at.top - box.height - 8;
    const below = Math.min(at.bottom + 8, innerHeight - box.height - 8);
    card.style.left = `${left}px`;
    card.style.top = `${above > 8 ? above : Math.max(8, below)}px`;
  };
  const open = (link) => {
    if (owner === link) return;
    hide();
    const mark = document.getElementById(link.hash.slice(1));
    const source = mark?.closest(".source");
    if (!source) return;
    const text = (selector, within = source) => find(selector, within)?.textContent ?? "";
    const quote = bare(mark);
    const span = within(link, quote);
    const shown = element("p", { className: "quote", textContent: quote });
    if (span) {
      const around = [quote.slice(Math.max(0, span[0] - 12), span[0]), quote.slice(span[1], span[1] + 12)];
      shown.textContent = "";
      shown.append(span[0] > 12 ? "…" : "", around[0]);
      shown.append(element("strong", { textContent: quote.slice(...span) }));
      shown.append(around[1], span[1] + 12 < quote.length ? "…" : "");
    }
    const facts = all(".facts li", source).map((one) => one.textContent).join(" · ");
    card = element("div", { id: "hover-card" });
    card.setAttribute("role", "tooltip");
    card.append(
      shown,
      element("p", { className: "title", textContent: text("h3") }),
      element("p", { className: "facts-line", textContent: facts })
    );
    find(".gradio-container").append(card);
    owner = link;
    settle();
    link.setAttribute("aria-describedby", "hover-card");
  };
  const citing = (event) => event.target.closest?.('#conversation a.cite[href^="#s-"]');
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = citing(event);
    if (link) open(link);
    else if (card && !event.target.closest?.("#hover-card")) hide();
  });
  document.addEventListener("focusin", (event) => (citing(event) ? open(citing(event)) : hide()));
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("scroll", settle, true);

  /* ---- The reader ---- */
  /* A quotation's span, or that of the claim's own words in it. */
  const narrowed = (link, mark) => {
    const start = Number(mark.dataset.span?.split("-")[0]);
    const span = link && Number.isFinite(start) ? within(link, bare(mark)) : null;
    return span ? `${start + span[0]}-${start + span[1]}` : mark.dataset.span;
  };
  let last = null;
  document.addEventListener("click", (event) => (last = citing(event) ?? last));
  const reading = () => root.classList.contains("reading");
  const close = () => {
    root.classList.remove("reading");
    const address = new URL(location.href);
    if (address.searchParams.has("p")) {
      address.searchParams.delete("p");
      history.replaceState(history.state, "", address);
      based();
    }
  };
  const place = () => {
    const there = find("#p-quote") ?? find("#reading .paragraph.cited");
    if (!there) return find("#reading")?.scrollTo(0, 0);
    /* Gliding over a whole report would take seconds; a short way shows where one is going. */
    const near = Math.abs(there.getBoundingClientRect().top) < 2 * innerHeight;
    there.scrollIntoView({ block: "center", behavior: near ? "smooth" : "instant" });
    there.focus({ preventScroll: true });
  };
  const read = async (document_, n, span) => {
    hide();
    root.classList.add("reading");
    const into = find("#reading");
    if (!into.firstChild) into.textContent = words.loading;
    const query = new URLSearchParams();
    if (n !== undefined && n !== "") query.set("n", n);
    if (span) query.set("span", span);
    const there = await show(into, `/page/document/${encodeURIComponent(document_)}?${query}`);
    if (!there && !into.firstElementChild) into.textContent = words.gone;
    based();
    place();
  };

  document.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const to = (selector) => event.target.closest?.(selector);
    const link = to(".permalink");
    const whole = to("a[data-document]");
    const cite = citing(event);
    const entry = to('#reading a[href^="#p-"]');
    if (link) {
      event.preventDefault();
      const address = new URL(link.getAttribute("href"), location.origin);
      await copy(address.href);
    } else if (whole) {
      event.preventDefault();
      let { document: id, n, span } = whole.dataset;
      /* Of several sentences in a card, the one that was last gone to. */
      const gone = whole.classList.contains("whole") && find("mark:target", whole.closest(".source"));
      if (gone) span = narrowed(last?.isConnected && last.hash === `#${gone.id}` ? last : null, gone);
      await read(id, n, span);
    } else if (cite && reading()) {
      const mark = document.getElementById(cite.hash.slice(1));
      const from = mark && find("a.whole", mark.closest(".source"));
      if (!from) return;
      event.preventDefault();
      await read(from.dataset.document, from.dataset.n, narrowed(cite, mark));
    } else if (entry) {
      event.preventDefault();
      const there = document.getElementById(entry.hash.slice(1));
      there?.scrollIntoView({ block: "start" });
      there?.focus({ preventScroll: true });
    } else if (to('[data-panel="reader"]')) {
      close();
      find("#sources")?.scrollIntoView({ block: "nearest" });
    }
  });

  /* `/?p=<id>` opens the reader; who typed the id as it is, with its #, is understood too. */
  watch(() => {
    let wanted = new URLSearchParams(location.search).get("p");
    if (!wanted) return;
    if (!wanted.includes("#") && /^#p\d+$/.test(location.hash)) wanted += location.hash;
    const [document_, n] = wanted.split("#p");
    read(document_, n);
  });
  wenzheng.read = read;
})();
