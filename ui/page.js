// The frame. The files of this folder are one program, page.js first; it runs once, when the page stands.
// Gradio gives `element`, `trigger` (an event for Python) and `props`.
// Text from outside is only ever read from data attributes and written with textContent.

const root = document;
const byId = (id) => root.getElementById(id);
const field = (id) => byId(id)?.querySelector("textarea, input");

// ── clicks: a button with data-NAME does CLICKS.NAME ───────────────────────────────────────────────────

const CLICKS = {
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
  const order = ["ask", "history", "library", "add"];
  // where the window is narrow, the last ones are in a menu
  root.querySelectorAll('#tabs [role="tab"], #tabs .overflow-dropdown button')[order.indexOf(name)]?.click();
}

// ── what Python changed: each of LOOKS looks whether that concerns it ──────────────────────────────────

const LOOKS = [];

// The body, because the parts of the page come and go as Gradio mounts them
new MutationObserver(() => LOOKS.forEach((look) => look())).observe(root.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-shown", "data-asking", "data-words"],
});

// ── words for what the scripts make, in the language of the page ───────────────────────────────────────

const words = () => JSON.parse(root.querySelector("#words [data-words]")?.dataset.words || "{}");
LOOKS.push(() => { root.documentElement.lang = words().language || "en"; });

// ── light and dark ─────────────────────────────────────────────────────────────────────────────────────

function switchTheme() {
  const dark = root.body.classList.toggle("dark");
  try { localStorage.setItem("dateline-theme", dark ? "dark" : "light"); } catch { /* not remembered then */ }
}
try {
  const chosen = localStorage.getItem("dateline-theme");
  if (chosen) root.body.classList.toggle("dark", chosen === "dark");
} catch { /* follows the system then */ }
