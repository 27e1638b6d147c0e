// input[type=file][data-largest]: a file of more bytes is refused before it travels, in the words of data-too-large.

document.addEventListener("change", (event) => {
  const field = event.target.closest?.("input[type=file][data-largest]");
  if (!field) return;
  const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.largest));
  field.setCustomValidity(tooLarge ? field.dataset.tooLarge : "");
  if (tooLarge) field.reportValidity();
});
