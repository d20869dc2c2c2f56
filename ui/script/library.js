// The library: sorting, turning pages, and deleting, which asks first.

CLICKS.sort = (button) => trigger("sort", { column: button.dataset.sort });
CLICKS.page = (button) => trigger("turn", { pages: button.dataset.page });
CLICKS.delete = confirmDelete;

const dialog = root.createElement("dialog");
dialog.id = "sure";
dialog.innerHTML = '<form method="dialog"><p class="sure-question" id="sure-question"></p><p class="sure-hint"></p>'
  + '<div><button value="keep" class="plain"></button><button value="delete" class="danger"></button></div></form>';
dialog.setAttribute("aria-labelledby", "sure-question");
root.body.append(dialog);

function confirmDelete(button) {
  askFirst(button.dataset.askFirst, words().delete_hint, () => {
    const open = root.querySelector("#panel .article")?.dataset.article || "";
    trigger("delete", { article: button.dataset.delete, open });
    field("search")?.focus();
  });
}

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
