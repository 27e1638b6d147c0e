// input[data-postal-url]: seven digits of a postal code fetch {address}, which fills [data-postal-target] if it is empty.
// data-postal-target holds the id of the field to fill.

document.addEventListener("input", async (event) => {
  const field = event.target.closest?.("input[data-postal-url]");
  if (!field) return;
  const digits = field.value.normalize("NFKC").replace(/[^0-9]/g, "");
  const target = document.getElementById(field.dataset.postalTarget);
  if (digits.length !== 7 || !target || target.value) return;
  const address = await look(field.dataset.postalUrl, digits);
  if (address && !target.value) {
    target.value = address;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

async function look(url, digits) {
  try {
    const address = new URL(url, location.href);
    address.searchParams.set("code", digits);
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? (await response.json()).address : "";
  } catch {
    return "";
  }
}
