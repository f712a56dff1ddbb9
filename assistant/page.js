/* What HTML and CSS can't do for the page; everything else works without this file. */
(() => {
  // Gradio's <base> drops the query, so that a link to #s-1-1 would load the page anew.
  document.querySelector("base").href = location.pathname + location.search;
  // Chinese glyphs are chosen by language; Gradio's page says English.
  document.documentElement.lang = "zh-Hans";

  // A source in a folded group has to be unfolded before the browser scrolls to it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    const fold = link && document.getElementById(link.hash.slice(1))?.closest("details");
    if (fold) fold.open = true;
  });

  // Escape puts a note away that lies over the text; the next move opens notes again.
  const hush = (silent) => document.documentElement.classList.toggle("hush", silent);
  document.addEventListener("keydown", (event) => hush(event.key === "Escape"));
  document.addEventListener("pointerover", () => hush(false));

  // A new question is brought to the top once; the answer then grows below it, unmoved.
  let shown = 0;
  new MutationObserver(() => {
    const turns = document.querySelectorAll("#conversation .turn");
    if (turns.length > shown) turns[turns.length - 1].scrollIntoView({ block: "start" });
    shown = turns.length;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
