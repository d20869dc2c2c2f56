// Asking: keys, the newest question on top, the tip of a citation's chip.

CLICKS.ask = (button) => put("ask", { question: button.dataset.ask });
CLICKS.again = (button) => put("again", { turn: button.dataset.again });
CLICKS.alone = (button) => put("again", { turn: button.dataset.alone, alone: true });
CLICKS.edit = (button) => {
  trigger("edit", { turn: button.dataset.edit });
  field("question")?.focus();
};
CLICKS.unedit = () => { trigger("unedit", {}); field("question")?.focus(); };
CLICKS.unwait = () => { wait(false); field("question").focus(); };

// ── one question at a time ─────────────────────────────────────────────────────────────────────────────
// Gradio is busy with a question for a moment longer than its answer grows. The next one is handed over when that is
// over (SIGN in ui/ask/ask_tab.py); until then it waits in the box.

let given = null; // what Gradio is busy with: the words that were typed, whether they came to the page, whether it ended
let next = null; // what was clicked meanwhile
let isWaiting = false; // the question in the box is asked next

function put(name, data) {
  if (!given) handOver(name, data);
  else if (given.came && !isBusy()) next = () => handOver(name, data); // else a second click on the same, or disabled
}

function handOver(name, data) {
  given = { typed: data.typed ? data.question : "", came: false, ended: false };
  trigger(name, data);
}

function askTyped() {
  const question = field("question").value;
  if (!question.trim()) return;
  if (given) return wait(true);
  handOver("ask", { question, typed: true });
  write("");
}

function write(text) {
  field("question").value = text;
  field("question").dispatchEvent(new Event("input", { bubbles: true })); // by which Gradio knows
}

function wait(yes) {
  isWaiting = yes;
  field("question").readOnly = yes; // what is asked is what was there when Enter was pressed
  showWaiting();
}

function showWaiting() {
  const line = root.querySelector("#waits .waits");
  if (line && line.hidden === isWaiting) line.hidden = !isWaiting;
}
LOOKS.push(showWaiting);

function goOn() {
  const { typed, came } = given || {};
  const clicked = next;
  given = next = null;
  if (typed && !came && !field("question").value) write(typed); // it never stood on the page
  else if (isWaiting) { wait(false); askTyped(); }
  else clicked?.();
}
LOOKS.push(() => { if (given?.ended && !isBusy()) goOn(); });
root.addEventListener("dateline-answered", () => {
  if (given?.came) given.ended = true;
  if (given?.ended && !isBusy()) goOn();
});
root.addEventListener("dateline-failed", goOn);

function leave() { given = next = null; wait(false); } // another conversation is opened

root.addEventListener("click", (event) => {
  if (event.target.closest?.("#ask")) askTyped();
  if (event.target.closest?.("#new")) leave();
});

root.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target !== field("question")) return;
  event.preventDefault();
  askTyped();
});

// While an answer grows, none is asked anew

LOOKS.push(() => {
  const busy = isBusy();
  root.querySelectorAll(".turn [data-again], .turn [data-alone], .turn [data-edit], #chips [data-unread]").forEach((each) => {
    if (each.disabled !== busy) each.disabled = busy;
  });
});

// ── filters ────────────────────────────────────────────────────────────────────────────────────────────

CLICKS.unscope = (button) => {
  const { unscope, value } = button.dataset;
  trigger("scope", { field: unscope, value, drop: true });
  const input = root.querySelector(`input[data-scope="${unscope}"]`);
  if (input) input.value = "";
  field("question")?.focus();
};
CLICKS.unread = (button) => put("unread", { field: button.dataset.unread, value: button.dataset.value });
CLICKS.keep = () => { trigger("keep", {}); field("question")?.focus(); };

// Where nothing is set, no day stands in its field, e.g. in a new conversation
LOOKS.push(() => {
  if (root.querySelector("#chips .set")) return;
  root.querySelectorAll("input[data-scope]").forEach((each) => {
    if (each.value && each !== root.activeElement) each.value = "";
  });
});

root.addEventListener("change", (event) => {
  const { scope: name } = event.target.dataset ?? {};
  const { type, value } = event.target;
  if (!name || !value || (type === "date" && value < "1000")) return; // a year that is being typed
  trigger("scope", { field: name, value });
  if (event.target.matches("select")) event.target.value = "";
});

// ── thumbs: kept at once, a note may follow ────────────────────────────────────────────────────────────

CLICKS.thumb = (button) => {
  const actions = button.closest(".turn-actions");
  actions.querySelectorAll(".thumb").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
  actions.querySelector(".thanks").textContent = words().thanks;
  actions.querySelector(".note").hidden = false;
  trigger("thumb", { turn: button.dataset.thumb, good: button.dataset.good === "yes" });
};

root.addEventListener("submit", (event) => {
  const form = event.target.closest(".note");
  if (!form) return;
  event.preventDefault();
  const good = form.parentElement.querySelector(".thumb[data-good=yes]").getAttribute("aria-pressed") === "true";
  trigger("thumb", { turn: form.dataset.note, good, note: form.querySelector("textarea").value });
  form.hidden = true;
  form.parentElement.querySelector(".thumb")?.focus();
});

// ── what may be asked next belongs to the last answer ──────────────────────────────────────────────────

LOOKS.push(() => {
  const next = root.querySelector("#next .next");
  const last = root.querySelector("#live .turn");
  if (next) next.hidden = last?.dataset.turn !== next.dataset.after || last.dataset.busy === "yes";
});

// ── keys ───────────────────────────────────────────────────────────────────────────────────────────────

const isBusy = () => root.querySelector('#live [data-busy="yes"]') !== null;

root.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !root.querySelector("dialog[open]")) {
    if (!tip.hidden) hideTip();
    if (closeFeeds()) return;
    if (isWaiting) CLICKS.unwait();
    else if (isBusy()) byId("stop").click();
    else if (root.querySelector("#chips [data-unedit]")) CLICKS.unedit();
    else closeArticle();
  }
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    openTab("ask");
    setTimeout(() => field("question")?.focus(), 60);
  }
});

// The list of feeds lies over the page: any other click closes it, and Esc

function closeFeeds(but = null) {
  const feeds = root.querySelector(".feeds[open]");
  if (!feeds || feeds.contains(but)) return false;
  feeds.open = false;
  return true;
}
root.addEventListener("click", (event) => closeFeeds(event.target));

// ── a question that was asked comes to the top; its answer is read out once it is whole ────────────────

let asking = "";
let wasBusy = false;

LOOKS.push(() => {
  const last = root.querySelector("#live .turn");
  const busy = isBusy();
  if (busy !== wasBusy) byId("live").setAttribute("aria-busy", String(busy));
  if (wasBusy && !busy && root.activeElement === root.body) { // the button that asked is gone
    last?.querySelector(".question").focus({ preventScroll: true });
  }
  wasBusy = busy;
  const now = last?.dataset.asking || "";
  if (now === asking) return;
  asking = now;
  if (given && now) given.came = true;
  byId("live").setAttribute("aria-live", "polite");
  if (last) requestAnimationFrame(() => last.scrollIntoView({ block: "start" }));
});

// ── the tip of a chip ──────────────────────────────────────────────────────────────────────────────────

const tip = root.createElement("div");
tip.id = "tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
for (const name of ["tip-headline", "tip-about", "tip-quote"]) {
  tip.append(Object.assign(root.createElement("p"), { className: name }));
}
(root.querySelector("main") || root.body).append(tip); // inside a landmark

function showTip(chip) {
  const [headline, about, quote] = tip.children;
  headline.textContent = chip.dataset.headline;
  about.textContent = chip.dataset.about;
  quote.textContent = chip.dataset.quote;
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
