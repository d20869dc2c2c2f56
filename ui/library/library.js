// The library: sorting, turning pages, narrowing, and what is done with the chosen articles.

CLICKS.sort = (button) => trigger("sort", { column: button.dataset.sort });
CLICKS.page = (button) => trigger("turn", { page: button.dataset.page });
CLICKS.narrow = (button) => trigger("narrow", { by: button.dataset.narrow, name: button.dataset.name });
CLICKS.undo = () => trigger("undo", {});
CLICKS.dissolve = (button) => askFirst(button.dataset.dissolve, button.dataset.hint, () => trigger("dissolve", {}));
CLICKS.act = (button) => ACTS[button.dataset.act](button);

const ACTS = {
  clear() { chosen.clear(); showChosen(); },
  delete() {
    trigger("delete", { articles: taken(), open: root.querySelector("#panel .article")?.dataset.article || "" });
  },
  take_out() { trigger("take_out", { articles: taken() }); },
  again() { trigger("fetch_again", { articles: taken() }); },
  collect(button) { askCollection(button.dataset); },
};

// ── choosing: by id, so that it outlives turning the page and what Python shows anew ───────────────────

const chosen = new Set();
const boxes = () => [...root.querySelectorAll("#table [data-choose]")];

function taken() {
  const articles = [...chosen];
  chosen.clear();
  showChosen();
  return articles;
}

function showChosen() {
  const page = boxes();
  page.forEach((box) => { box.checked = chosen.has(box.dataset.choose); });
  const whole = root.querySelector("#table [data-choose-page]");
  if (!whole) return;
  const here = page.filter((box) => box.checked).length;
  whole.checked = here > 0 && here === page.length;
  whole.indeterminate = here > 0 && here < page.length;
  const told = root.querySelector("#table .chosen-count");
  told.textContent = chosen.size === 1 ? told.dataset.one : told.dataset.many.replace("{count}", chosen.size);
  root.querySelector("#table .chosen").hidden = chosen.size === 0;
}

root.addEventListener("change", ({ target }) => {
  const choose = (box, on) => (on ? chosen.add(box.dataset.choose) : chosen.delete(box.dataset.choose));
  if (target.dataset?.choose !== undefined) choose(target, target.checked);
  else if (target.dataset?.choosePage !== undefined) boxes().forEach((box) => choose(box, target.checked));
  else return;
  showChosen();
});

// ── after Python has shown the table anew: what was chosen, and where the keyboard was ─────────────────

let table = ""; // which one is shown; Gradio changes the elements there are into the new ones
let focused = ""; // a selector of what had the focus in the table

root.addEventListener("focusin", ({ target }) => {
  const { id } = target;
  if (!target.closest?.("#table")) { if (target !== root.body) focused = ""; return; }
  const [name] = Object.keys(target.dataset).filter((key) => ["sort", "page", "choose", "choosePage", "open"].includes(key));
  const attribute = name?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  focused = id ? "" : name ? `[data-${attribute}="${CSS.escape(target.dataset[name])}"]` : "[data-undo], [data-choose-page]";
});

LOOKS.push(() => {
  const now = root.querySelector("#table [data-shown]")?.dataset.shown || "";
  if (now === table) return;
  table = now;
  showChosen();
  if (focused && root.activeElement === root.body) {
    (root.querySelector(`#table :is(${focused}):enabled`) || root.querySelector("#table [data-page]:enabled") || field("search"))?.focus();
  }
});

// ── dialogs: before what cannot be undone, and for the name of a collection ────────────────────────────

const dialog = root.createElement("dialog");
dialog.id = "sure";
dialog.innerHTML = '<form method="dialog"><p class="sure-question" id="sure-question"></p><p class="sure-hint"></p>'
  + '<div><button value="keep" class="plain"></button><button value="delete" class="danger"></button></div></form>';
dialog.setAttribute("aria-labelledby", "sure-question");
root.body.append(dialog);

function askFirst(question, hint, then) {
  const { keep, delete: sure } = words();
  dialog.querySelector(".sure-hint").textContent = hint;
  dialog.querySelector("[value=keep]").textContent = keep;
  dialog.querySelector("[value=delete]").textContent = sure;
  dialog.querySelector(".sure-question").textContent = question;
  dialog.onclose = () => { if (dialog.returnValue === "delete") then(); };
  dialog.returnValue = "keep";
  dialog.showModal();
}

const collecting = root.createElement("dialog");
collecting.id = "collecting";
collecting.innerHTML = '<form method="dialog"><label class="sure-question" for="collection-name"></label>'
  + '<input id="collection-name" list="collection-names" maxlength="80" autocomplete="off" required><datalist id="collection-names"></datalist>'
  + '<label class="sure-hint" id="collection-move"><input type="checkbox"> <span></span></label>'
  + '<div><button type="button" class="plain"></button><button value="put" class="danger"></button></div></form>';
root.body.append(collecting);

function askCollection({ label, put, cancel, move }) {
  const [name, moving] = collecting.querySelectorAll("input");
  collecting.querySelector("label").textContent = label;
  collecting.querySelector('[value="put"]').textContent = put;
  Object.assign(collecting.querySelector(".plain"), { textContent: cancel, onclick: () => collecting.close() });
  collecting.querySelector("#collection-move span").textContent = move;
  collecting.querySelector("#collection-move").hidden = !move;
  const known = [...root.querySelectorAll('#table .narrow[data-narrow="collection"]')].map((chip) => chip.dataset.name);
  collecting.querySelector("datalist").replaceChildren(
    ...known.filter(Boolean).map((value) => Object.assign(root.createElement("option"), { value })));
  Object.assign(name, { value: "" });
  moving.checked = Boolean(move);
  collecting.onclose = () => {
    if (collecting.returnValue !== "put") return;
    trigger("collect", { name: name.value, move: Boolean(move) && moving.checked, articles: taken() });
  };
  collecting.returnValue = "";
  collecting.showModal();
}
