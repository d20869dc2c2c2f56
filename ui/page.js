// Runs once, when the page stands. Gradio gives `element`, `trigger` (an event for Python), `props`.
// Text from outside is only ever read from data attributes and written with textContent.

const root = document;
const byId = (id) => root.getElementById(id);
const field = (id) => byId(id)?.querySelector("textarea, input");
let opener = null; // the button that opened the article, for the way back

// ── clicks ─────────────────────────────────────────────────────────────────────────────────────────────

const CLICKS = {
  open(button) {
    const { open: article, start, end, also } = button.dataset;
    const cited = start === undefined ? "" : `${start}-${end}`;
    opener = button;
    const shown = root.querySelector("#panel .article")?.dataset.shown;
    if (shown === (cited ? `${article}:${cited}` : article)) return reveal();
    trigger("open", { article, cited, also: also || "" });
  },
  ask(button) { trigger("ask", { question: button.dataset.ask }); },
  sort(button) { trigger("sort", { column: button.dataset.sort }); },
  page(button) { trigger("turn", { pages: button.dataset.page }); },
  delete(button) { confirmDelete(button); },
  close() { closeArticle(); },
  tab(button) { openTab(button.dataset.tab); },
  theme() { switchTheme(); },
};

root.addEventListener("click", (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  hideTip();
  for (const name of Object.keys(CLICKS)) {
    if (button.dataset[name] !== undefined) return CLICKS[name](button);
  }
});

function openTab(name) {
  const order = ["ask", "library", "add"];
  root.querySelectorAll('#tabs [role="tab"]')[order.indexOf(name)]?.click();
}

function closeArticle() {
  if (!root.querySelector("#panel .article")) return;
  trigger("shut", {});
  if (opener?.isConnected) opener.focus();
}

// ── keys ───────────────────────────────────────────────────────────────────────────────────────────────

const isBusy = () => root.querySelector('#live [data-busy="yes"]') !== null;

root.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !root.querySelector("dialog[open]")) {
    if (!tip.hidden) hideTip();
    if (isBusy()) byId("stop").click();
    else closeArticle();
  }
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    openTab("ask");
    setTimeout(() => field("question")?.focus(), 60);
  }
});

// ── the article: scrolled to what was cited ────────────────────────────────────────────────────────────

function reveal() {
  const article = root.querySelector("#panel .article");
  if (!article) return;
  const mark = article.querySelector("mark.cited");
  const scroller = byId("panel");
  const top = mark
    ? mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
    : 0;
  scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 3);
  article.querySelector("[tabindex='-1']")?.focus({ preventScroll: true });
  opener?.scrollIntoView({ block: "nearest" }); // the columns moved when the article came
}

// ── what Python changed: an article was opened, or a question was asked and comes to the top ───────────

let shown = "";
let turn = "";
let lines = 0;

function look() {
  const article = root.querySelector("#panel .article")?.dataset.shown || "";
  if (article !== shown) {
    shown = article;
    requestAnimationFrame(reveal);
  }
  const last = root.querySelector("#live .turn");
  const now = last?.dataset.turn || "";
  if (now !== turn) {
    turn = now;
    byId("live").setAttribute("aria-live", "polite");
    if (last) requestAnimationFrame(() => last.scrollIntoView({ block: "start" }));
  }
  const reported = root.querySelectorAll("#report li").length;
  if (reported > lines) requestAnimationFrame(() => byId("report").scrollIntoView({ block: "nearest" }));
  lines = reported;
}

// The body, because the parts of the page come and go as Gradio mounts them
new MutationObserver(look).observe(root.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-shown", "data-turn"],
});

// ── the tip of a chip ──────────────────────────────────────────────────────────────────────────────────

const tip = root.createElement("div");
tip.id = "tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
for (const name of ["tip-headline", "tip-about", "tip-quote"]) {
  tip.append(Object.assign(root.createElement("p"), { className: name }));
}
root.body.append(tip);

function showTip(chip) {
  const [headline, about, quote] = tip.children;
  headline.textContent = chip.dataset.headline;
  about.textContent = chip.dataset.about;
  quote.textContent = `“${chip.dataset.quote}”`;
  tip.hidden = false;
  chip.setAttribute("aria-describedby", "tip");
  const at = chip.getBoundingClientRect();
  const { width, height } = tip.getBoundingClientRect();
  const edge = document.documentElement.clientWidth - width - 8;
  tip.style.left = `${Math.max(8, Math.min(at.left, edge))}px`;
  tip.style.top = `${at.bottom + height + 12 < innerHeight ? at.bottom + 6 : Math.max(8, at.top - height - 6)}px`;
}

function hideTip() { tip.hidden = true; }

for (const [enter, leave] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
  root.addEventListener(enter, (event) => {
    const chip = event.target.closest?.(".chip");
    if (chip && (enter !== "focusin" || chip.matches(":focus-visible"))) showTip(chip);
  });
  root.addEventListener(leave, (event) => { if (event.target.closest?.(".chip")) hideTip(); });
}
root.addEventListener("scroll", hideTip, true);

// ── deleting asks first ────────────────────────────────────────────────────────────────────────────────

const dialog = root.createElement("dialog");
dialog.id = "sure";
dialog.innerHTML = '<form method="dialog"><p class="sure-question" id="sure-question"></p><p class="sure-hint"></p>'
  + '<div><button value="keep" class="plain"></button><button value="delete" class="danger"></button></div></form>';
dialog.setAttribute("aria-labelledby", "sure-question");
root.body.append(dialog);
const words = JSON.parse(element.querySelector("[data-words]").dataset.words);
dialog.querySelector(".sure-hint").textContent = words.hint;
dialog.querySelector("[value=keep]").textContent = words.keep;
dialog.querySelector("[value=delete]").textContent = words.delete;

function confirmDelete(button) {
  dialog.querySelector(".sure-question").textContent = button.dataset.askFirst;
  dialog.onclose = () => {
    if (dialog.returnValue !== "delete") return;
    const open = root.querySelector("#panel .article")?.dataset.article || "";
    trigger("delete", { article: button.dataset.delete, open });
    field("search")?.focus();
  };
  dialog.returnValue = "keep";
  dialog.showModal();
}

// ── light and dark ─────────────────────────────────────────────────────────────────────────────────────

function switchTheme() {
  const dark = root.body.classList.toggle("dark");
  try { localStorage.setItem("dateline-theme", dark ? "dark" : "light"); } catch { /* not remembered then */ }
}
try {
  const chosen = localStorage.getItem("dateline-theme");
  if (chosen) root.body.classList.toggle("dark", chosen === "dark");
} catch { /* follows the system then */ }

root.documentElement.lang = "en";
