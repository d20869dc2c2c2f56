// Saved conversations: opening one, also by its link; renaming, deleting, exporting.

const linkTo = (id) => `${location.origin}${location.pathname}?conversation=${id}`;

CLICKS.resume = (button) => { resume(button.dataset.resume); openTab("ask"); };
CLICKS.link = (button) => {
  history.replaceState(null, "", linkTo(button.dataset.link));
  navigator.clipboard?.writeText(linkTo(button.dataset.link)).then(() => {
    const was = button.textContent;
    button.textContent = words().copied;
    setTimeout(() => { button.textContent = was; }, 2000);
  }, () => {}); // not allowed: the address bar has it
};
CLICKS.markdown = (button) => trigger("export", { conversation: button.dataset.markdown, kind: "markdown" });
CLICKS.json = (button) => trigger("export", { conversation: button.dataset.json, kind: "json" });
CLICKS.forget = (button) => {
  const { forget_question, forget_hint } = words();
  askFirst(`${forget_question} ${button.dataset.title}`, forget_hint, () => {
    trigger("forget", { conversation: button.dataset.forget });
    field("conversation-search")?.focus();
  });
};

// ── renaming, in place ─────────────────────────────────────────────────────────────────────────────────

CLICKS.rename = (button) => {
  const title = button.closest("li").querySelector(".headline");
  const input = Object.assign(root.createElement("input"), { value: button.dataset.title, maxLength: 160, className: "rename" });
  input.setAttribute("aria-label", words().conversation_title);
  title.replaceWith(input);
  input.select();
  input.focus();
  const back = () => input.isConnected && input.replaceWith(title);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); back(); title.focus(); }
    if (event.key === "Enter") trigger("rename", { conversation: button.dataset.rename, title: input.value });
  });
  input.addEventListener("blur", () => setTimeout(back)); // not while the list itself is being replaced
};

// ── the address shows which conversation is open ───────────────────────────────────────────────────────

function resume(id) {
  trigger("resume", { conversation: id });
}

let asked = new URLSearchParams(location.search).get("conversation");
LOOKS.push(() => {
  if (asked && root.querySelector("#welcome .welcome")) { // the page stands
    resume(asked);
    asked = null;
  }
  const turn = root.querySelector("#live .turn");
  const id = turn?.dataset.conversation || "";
  const now = new URLSearchParams(location.search).get("conversation") || "";
  if (asked || id === now || !root.querySelector("#welcome .welcome")) return;
  if (turn ? id : !root.querySelector("#live .notice")) history.replaceState(null, "", id ? linkTo(id) : location.pathname);
});

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
