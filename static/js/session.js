// <meta name="session" data-session-expires="1800" data-session-keepalive="/…">: two minutes before the end a dialog
// asks; "stay" fetches the address, and the time starts again. Saved drafts and fragments do so too.

const WARN_BEFORE = 120;
const meta = document.querySelector("meta[name=session]");
const dialog = document.getElementById("session-warning");
const words = document.getElementById("words")?.dataset ?? {};
let timer = 0;

function start() {
  clearTimeout(timer);
  const seconds = Number(meta.dataset.sessionExpires) - WARN_BEFORE;
  timer = setTimeout(() => dialog.open || dialog.showModal(), Math.max(seconds, 5) * 1000);
}

async function stay() {
  try {
    const response = await fetch(meta.dataset.sessionKeepalive, { redirect: "manual" });
    if (!response.ok) return ended();
  } catch {
    return ended();
  }
  dialog.close();
  start();
}

function ended() {
  dialog.querySelector("p").textContent = words.sessionEnded;
}

if (meta && dialog) {
  dialog.querySelector("[data-session-stay]").addEventListener("click", stay);
  document.addEventListener("htmx:afterOnLoad", start);
  start();
}
