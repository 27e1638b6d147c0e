// Forms with data-draft-url: what is typed is posted there 1.5 s after the last key and when the page is left.
// The state stands in [data-draft-state]. The form's own fields (draft_token, csrfmiddlewaretoken) ride along.
// A form is sent only after a draft that is under way has arrived: after a refusal by law nothing may come behind it.

const WAIT = 1500;
const AGAIN = 15000;
const LONGEST = 3000;
const words = document.getElementById("words")?.dataset ?? {};

document.querySelectorAll("form[data-draft-url]").forEach(watch);

function watch(form) {
  const draft = { form, timer: 0, last: snapshot(form), ended: false, underWay: null };
  const later = (wait) => {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => save(draft, later), wait);
  };
  form.addEventListener("input", () => later(WAIT));
  form.addEventListener("submit", (event) => {
    clearTimeout(draft.timer);
    if (draft.underWay) sendAfter(draft, event);
  });
  window.addEventListener("pagehide", () => leave(draft));
}

function snapshot(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
}

function sendAfter(draft, event) {
  event.preventDefault();
  const pause = new Promise((resolve) => setTimeout(resolve, LONGEST));
  Promise.race([draft.underWay, pause]).then(() => {
    draft.underWay = null;
    clearTimeout(draft.timer);
    draft.form.requestSubmit(event.submitter);
  });
}

async function save(draft, later) {
  const body = snapshot(draft.form);
  if (body === draft.last || draft.ended) return;
  say(draft.form, words.saving);
  draft.underWay = post(draft.form.dataset.draftUrl, body);
  const status = await draft.underWay;
  draft.underWay = null;
  if (status === 401 || status === 403) return end(draft);
  if (status < 200 || status > 299) {
    say(draft.form, words.saveFailed);
    return later(AGAIN);
  }
  draft.last = body;
  say(draft.form, words.saved.replace("{time}", clock()));
}

// A redirect means the log-in page: fetch must not follow it and take its 200 for success.
async function post(url, body) {
  try {
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "fetch" };
    const response = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
    return response.type === "opaqueredirect" ? 401 : response.status;
  } catch {
    return 0;
  }
}

function leave(draft) {
  const body = snapshot(draft.form);
  if (body === draft.last || draft.ended || draft.form.dataset.sent) return;
  fetch(draft.form.dataset.draftUrl, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    keepalive: true,
  });
}

function end(draft) {
  draft.ended = true;
  say(draft.form, words.sessionEnded);
  const state = place(draft.form);
  state?.classList.add("draft-ended");
  state?.setAttribute("role", "alert");
}

function place(form) {
  return form.querySelector("[data-draft-state]") ?? document.querySelector("[data-draft-state]");
}

function say(form, sentence) {
  const state = place(form);
  if (state) state.textContent = sentence;
}

function clock() {
  return new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
}
