// [data-copy="text"] puts the text on the clipboard and says so in its own label for two seconds.

const words = document.getElementById("words")?.dataset ?? {};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const copied = await copy(button.dataset.copy);
  say(button, copied ? words.copied : words.copyFailed);
});

// A page without TLS has no clipboard; then the old way through a selected field.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function say(button, sentence) {
  const label = button.querySelector("span") ?? button;
  button.dataset.label ??= label.textContent;
  label.textContent = sentence;
  document.getElementById("announcer").textContent = sentence;
  setTimeout(() => { label.textContent = button.dataset.label; }, 2000);
}
