// Forms: the list of errors takes the focus, a form is sent once, text areas count, a failed fragment says so.

const words = document.getElementById("words")?.dataset ?? {};

document.querySelector("[data-error-summary]")?.focus();

// A form whose answer is a file (data-download) leaves the page standing, so it stays usable.
// Disabling waits until the browser has read the form, or the pressed button's own value would not be sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank" || "download" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => setButtons(form, true));
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) release(form);
});

function release(form) {
  delete form.dataset.sent;
  setButtons(form, false);
}

// Only what this script has disabled is enabled again.
function setButtons(form, off) {
  for (const button of form.elements) {
    if (button.type !== "submit") continue;
    if (off && !button.disabled) button.dataset.guarded = "yes";
    if (button.dataset.guarded) button.disabled = off;
    if (!off) delete button.dataset.guarded;
  }
}

function addCounter(area) {
  if (area.dataset.counted) return;
  area.dataset.counted = "yes";
  const counter = document.createElement("p");
  counter.className = "counter";
  area.after(counter);
  const show = () => showCount(area, counter);
  area.addEventListener("input", show);
  show();
}

// data-counter="400" lets one type past the limit and says so; a bare data-counter counts to maxlength.
function showCount(area, counter) {
  const limit = Number(area.dataset.counter) || area.maxLength;
  if (!(limit > 0)) return;
  const left = limit - area.value.length;
  counter.classList.toggle("counter-over", left < 0);
  counter.textContent = (left < 0 ? words.over : words.left).replace("{count}", Math.abs(left));
}

function prepare(root) {
  root.querySelectorAll("textarea[data-counter]").forEach(addCounter);
}

prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));

for (const failure of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, () => {
    const announcer = document.getElementById("announcer");
    announcer.className = "toast";
    announcer.textContent = words.requestFailed;
  });
}
