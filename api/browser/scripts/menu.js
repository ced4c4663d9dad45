// F2 opens "Gör …": all that can be done on the page, each with a letter that counts only in that menu (WCAG 2.1.4).
const letterOf = (element) => element.dataset.key.toUpperCase();

function doable() {
  return [...document.querySelectorAll("[data-key]")].filter((one) => !one.closest("dialog") && one.offsetParent);
}

function nameOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, .ds-sr-only").forEach((one) => one.remove());
  return element.dataset.name || copy.textContent.trim().replace(/\s+/g, " ");
}

function entry(element, dialog) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const key = document.createElement("kbd");
  button.type = "button";
  button.textContent = nameOf(element);
  key.textContent = letterOf(element);
  button.append(" ", key);
  button.addEventListener("click", () => {
    dialog.close();
    element.focus();
    element.click();
  });
  item.append(button);
  return item;
}

function open() {
  const dialog = document.getElementById("act");
  if (!dialog || dialog.open) return;
  const list = dialog.querySelector("ul");
  const things = doable();
  list.replaceChildren(...things.map((one) => entry(one, dialog)));
  dialog.querySelector("[data-empty]").hidden = things.length > 0;
  dialog.showModal();
  (list.querySelector("button") ?? dialog.querySelector("button")).focus();
}

function within(event) {
  const buttons = [...event.currentTarget.querySelectorAll("li button")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    buttons.at((at + (event.key === "ArrowDown" ? 1 : -1)) % buttons.length)?.focus();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const meant = buttons.find((one) => one.querySelector("kbd").textContent === event.key.toUpperCase());
  if (meant) {
    event.preventDefault();
    meant.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "F2" || event.defaultPrevented) return;
  event.preventDefault();
  open();
});
document.addEventListener("DOMContentLoaded", () => {
  document.getElementById("act")?.addEventListener("keydown", within);
});
