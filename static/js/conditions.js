// form[data-conditions]: parts with data-when="name=value other!=value" are shown while any of the words holds. A hidden
// part sends nothing and asks for nothing; while this script runs, the browser checks what is required in the rest.
// [data-one-of="a b"] [data-message]: one box at least of these names.

document.querySelectorAll("form[data-conditions]").forEach((form) => {
  form.noValidate = false;
  const show = () => arrange(form);
  form.addEventListener("input", show);
  window.addEventListener("pageshow", show); // the back button brings answers without an event
  show();
});

function arrange(form) {
  const answers = answersOf(form);
  for (const part of form.querySelectorAll("[data-when]")) part.hidden = !holds(part.dataset.when, answers);
  for (const field of form.elements) {
    if (field.type !== "hidden" && field.type !== "submit" && field.localName !== "fieldset") {
      field.disabled = Boolean(field.closest("[hidden]"));
    }
  }
  form.querySelectorAll("[data-one-of]").forEach((rule) => demandOne(form, rule, answers));
}

// What is chosen, whether or not it is disabled at the moment: name → its values.
function answersOf(form) {
  const answers = {};
  for (const field of form.elements) {
    if (!field.name || (field.matches("[type=radio], [type=checkbox]") && !field.checked)) continue;
    (answers[field.name] ??= []).push(field.value);
  }
  return answers;
}

function holds(words, answers) {
  return words.split(" ").some((word) => {
    const [, name, not, value] = word.match(/^([^=!]+)(!?)=(.*)$/);
    return (answers[name] ?? []).includes(value) === !not;
  });
}

function demandOne(form, rule, answers) {
  const names = rule.dataset.oneOf.split(" ");
  const first = form.querySelector(`[name="${names[0]}"]`);
  const own = answers.source?.[0] === "person";
  const missing = !own && !names.some((name) => answers[name]?.length);
  first?.setCustomValidity(missing ? rule.dataset.message : "");
}
