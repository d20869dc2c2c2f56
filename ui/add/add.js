// Adding: files may be dropped anywhere on the page, and what the report says anew comes into view.

CLICKS.clear = () => trigger("clear_report", {});
CLICKS.takeBack = (button) => trigger("take_back", { batch: button.dataset.takeBack });
CLICKS.bringBack = (button) => trigger("bring_back", { batch: button.dataset.bringBack });
CLICKS.readFeeds = () => trigger("read_feeds", {});
CLICKS.fetchList = (button) => trigger("fetch_list", { key: button.dataset.fetchList });
CLICKS.unfollow = (button) => {
  trigger("unfollow", { feed: button.dataset.unfollow });
  field("question")?.focus(); // the list is drawn anew
};

let reported = "";

LOOKS.push(() => {
  const said = root.querySelector("#report .notice");
  const summary = root.querySelector("#report .summary");
  const now = `${said?.textContent ?? ""}${summary?.dataset.all ?? ""}`;
  if (now && now !== reported) requestAnimationFrame(() => (said || summary).scrollIntoView({ block: "nearest" }));
  reported = now;
});

const drop = Object.assign(root.createElement("div"), { id: "drop", hidden: true });
root.body.append(drop);

const INPUT = "#files input[type=file]";
const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
const onFiles = (event) => Boolean(event.target.closest?.("#files"));

root.addEventListener("dragover", (event) => {
  if (!carriesFiles(event) || onFiles(event)) return void (drop.hidden = true);
  event.preventDefault();
  drop.textContent = words().drop_here || "";
  drop.hidden = false;
});
root.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.hidden = true; });
root.addEventListener("drop", (event) => {
  drop.hidden = true;
  if (!carriesFiles(event)) return;
  event.preventDefault();
  if (onFiles(event)) {
    event.stopPropagation(); // Gradio's own field would take what is too large
    event.target.dispatchEvent(new DragEvent("dragleave", { bubbles: true }));
  }
  openTab("add");
  hand([...event.dataTransfer.files], 40);
}, true);

// The tab's own field for files takes them, once it stands
function hand(files, tries) {
  const input = root.querySelector(INPUT);
  if (!input) {
    if (tries) setTimeout(() => hand(files, tries - 1), 50);
    return;
  }
  const held = new DataTransfer();
  files.forEach((file) => held.items.add(file));
  input.files = held.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

// What is too large is told and not sent; the rest goes on
root.addEventListener("change", (event) => {
  const limits = root.querySelector("#files-heading [data-file]")?.dataset;
  if (!event.target.matches?.(INPUT) || !limits) return;
  const files = [...event.target.files];
  const large = files.filter((file) => file.size > limits.file);
  const rest = files.filter((file) => file.size <= limits.file);
  const size = rest.reduce((sum, file) => sum + file.size, 0);
  const together = size > limits.together ? size : 0;
  const waiting = !together && size > limits.room ? size : 0;
  if (!large.length && !together && !waiting) return;
  event.stopImmediatePropagation();
  event.target.value = "";
  trigger("refuse", { files: large.map((file) => [file.name, file.size]), together, waiting });
  if (rest.length && !together && !waiting) hand(rest, 0);
}, true);
