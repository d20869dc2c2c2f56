// Adding: files may be dropped anywhere on the page, and the report comes into view when it begins.

CLICKS.clear = () => trigger("clear_report", {});

let reported = false;

LOOKS.push(() => {
  const now = root.querySelector("#report .summary") !== null;
  if (now && !reported) requestAnimationFrame(() => byId("report")?.scrollIntoView({ block: "nearest" }));
  reported = now;
});

const drop = Object.assign(root.createElement("div"), { id: "drop", hidden: true });
root.body.append(drop);

const carriesFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
const onFiles = (event) => event.target.closest?.("#files") !== null;

root.addEventListener("dragover", (event) => {
  if (!carriesFiles(event) || onFiles(event)) return void (drop.hidden = true);
  event.preventDefault();
  drop.textContent = words().drop_here || "";
  drop.hidden = false;
});
root.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.hidden = true; });
root.addEventListener("drop", (event) => {
  drop.hidden = true;
  if (!carriesFiles(event) || onFiles(event)) return;
  event.preventDefault();
  const { files } = event.dataTransfer;
  openTab("add");
  hand(files, 40);
});

// The tab's own field for files takes them, once it stands
function hand(files, tries) {
  const input = root.querySelector("#files input[type=file]");
  if (!input) {
    if (tries) setTimeout(() => hand(files, tries - 1), 50);
    return;
  }
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
