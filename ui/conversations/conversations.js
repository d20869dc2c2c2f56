// Saved conversations: opening one, also by its link; renaming, deleting, exporting.

const linkTo = (id) => `${location.origin}${location.pathname}?conversation=${id}`;
const named = () => new URLSearchParams(location.search).get("conversation") || ""; // by the address
const opened = () => root.querySelector("#live .turn")?.dataset.conversation || "";

CLICKS.resume = (button) => { resume(button.dataset.resume); openTab("ask"); };
CLICKS.link = async (button) => {
  await copy(linkTo(button.dataset.link));
  const was = button.textContent;
  button.textContent = words().copied;
  setTimeout(() => { button.textContent = was; }, 2000);
};
// Sharing is an act: until then a link opens a conversation for its own person alone

let toReach = ""; // the button that comes in place of the one that was pressed
CLICKS.share = (button) => {
  trigger("sharing", { conversation: button.dataset.share, shared: true });
  toReach = `[data-link="${CSS.escape(button.dataset.share)}"]`;
  copy(linkTo(button.dataset.share));
};
CLICKS.unshare = (button) => {
  trigger("sharing", { conversation: button.dataset.unshare, shared: false });
  toReach = `[data-share="${CSS.escape(button.dataset.unshare)}"]`;
};
LOOKS.push(() => {
  const reached = toReach && root.querySelector(`#conversations ${toReach}`);
  if (!reached) return;
  toReach = "";
  reached.focus();
});
CLICKS.markdown = (button) => trigger("export", { conversation: button.dataset.markdown, kind: "markdown" });
CLICKS.json = (button) => trigger("export", { conversation: button.dataset.json, kind: "json" });
CLICKS.forget = (button) => {
  const { forget_question, forget_hint } = words();
  const { forget, title } = button.dataset;
  askFirst(`${forget_question} ${title}`, forget_hint, () => {
    trigger("forget", { conversation: forget });
    if (opened() === forget) byId("new").click(); // what is deleted is not gone on with
    field("conversation-search")?.focus();
  });
};

function resume(id) {
  leave();
  trigger("resume", { conversation: id });
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const holder = Object.assign(root.createElement("textarea"), { value: text }); // a page without https
  root.body.append(holder);
  holder.select();
  root.execCommand("copy");
  holder.remove();
}

// ── renaming, in place: Enter or leaving the field keeps the title, Esc does not; it shows once it is stored ───────────────────────

CLICKS.rename = (button) => {
  const title = button.closest("li").querySelector(".headline");
  const input = Object.assign(root.createElement("input"), { value: button.dataset.title, maxLength: 160, className: "rename" });
  input.setAttribute("aria-label", words().conversation_title);
  title.replaceWith(input);
  input.select();
  input.focus();
  let done = false;
  const finish = (keep) => {
    if (done) return;
    done = true;
    const renamed = keep && input.value.trim() && input.value !== button.dataset.title;
    input.replaceWith(title);
    if (renamed) trigger("rename", { conversation: button.dataset.rename, title: input.value });
  };
  input.addEventListener("keydown", (event) => {
    if (!["Escape", "Enter"].includes(event.key)) return;
    event.stopPropagation();
    event.preventDefault(); // else Enter would press the headline as well
    finish(event.key === "Enter");
    title.focus();
  });
  input.addEventListener("blur", () => finish(true));
};

// ── the address names the conversation that is open; back, forward and reload follow it ────────────────

let awaited = named(); // what is being opened because the address names it; null when nothing is
let isAsked = false;

LOOKS.push(() => {
  if (!root.querySelector("#welcome .welcome")) return; // the page does not stand yet
  if (awaited && !isAsked) resume(awaited);
  isAsked = true;
  const turn = root.querySelector("#live .turn");
  const isMissing = root.querySelector("#live .notice") !== null && !turn;
  if (awaited !== null) {
    if (opened() !== awaited && !isMissing) return;
    const reached = awaited;
    awaited = null;
    if (named() !== reached) return follow(); // more steps were taken meanwhile
  }
  const id = opened();
  if (id === named() || isMissing || (turn && !id)) return; // a first answer is saved when it is whole
  history.pushState(null, "", id ? linkTo(id) : location.pathname);
});

window.addEventListener("popstate", () => {
  if (awaited === null && named() === opened()) return;
  if (awaited === null) follow(); // else when what is awaited is there: two on their way could overtake each other
  openTab("ask");
});

function follow() {
  awaited = named();
  if (awaited) resume(awaited);
  else byId("new").click();
}

// ── a document that Python made is saved ───────────────────────────────────────────────────────────────

let saved = "";
LOOKS.push(() => {
  const file = root.querySelector("#export [data-file]");
  if (!file || file.dataset.at === saved) return;
  saved = file.dataset.at;
  const url = URL.createObjectURL(new Blob([file.dataset.text], { type: file.dataset.type }));
  Object.assign(root.createElement("a"), { href: url, download: file.dataset.file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
});
