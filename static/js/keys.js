// Keys for lists: j and k walk the [data-list-item]s, Enter opens, "/" searches, n writes a note, ? explains.

const ignored = "input, textarea, select, [contenteditable], dialog[open], dialog[open] *";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest(ignored) || document.querySelector("dialog[open]")) return;
  const action = actions[event.key];
  if (action?.()) event.preventDefault();
});

const actions = {
  j: () => walk(1),
  k: () => walk(-1),
  "/": () => focus("[data-search]"),
  n: () => focus("[data-note]"),
  "?": help,
};

// The line's own link takes the focus, so that Enter and a screen reader work as on any link.
function walk(step) {
  const lines = [...document.querySelectorAll("[data-list] [data-list-item]")].filter(visible);
  if (!lines.length) return false;
  const at = lines.findIndex((line) => line.contains(document.activeElement));
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), lines.length - 1);
  const link = lines[next].matches("a, button") ? lines[next] : lines[next].querySelector("a, button");
  link?.focus();
  lines[next].scrollIntoView({ block: "nearest" });
  return Boolean(link);
}

function visible(element) {
  return element.getClientRects().length > 0;
}

function focus(selector) {
  const field = document.querySelector(selector);
  if (!field) return false;
  const inside = field.closest("details");
  if (inside) inside.open = true;
  const dialog = field.closest("dialog");
  if (dialog && !dialog.open) dialog.showModal();
  field.focus();
  return true;
}

function help() {
  const dialog = document.getElementById("keys-help");
  dialog?.showModal();
  return Boolean(dialog);
}
