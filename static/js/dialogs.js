// Dialogs and menus. Without this script a dialog with data-dialog-fallback stands on the page (see ways.css).

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    document.getElementById(opener.dataset.dialogOpen)?.showModal();
    return;
  }
  if (event.target.closest("[data-dialog-close]")) {
    event.target.closest("dialog")?.close();
  }
  closeMenus(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

function closeMenus(clicked) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(clicked)) menu.open = false;
  }
}
