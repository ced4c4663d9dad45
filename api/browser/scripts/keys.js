// Ctrl+Enter does the page's main thing. "/" and "?" count outside fields, and can be turned off on the account's page.
const OFF = "dnr.keys.off";
const typing = (element) => element?.matches?.("input, textarea, select, [contenteditable]");

function main(from) {
  const form = from.closest?.("form");
  return form?.querySelector("[data-main]") ?? document.querySelector("main [data-main]");
}

function onward(field) {
  const form = field.form;
  const stops = [...form.elements].filter(
    (one) => one.offsetParent && !one.disabled && (one.matches("input:not([type=hidden]), select, textarea, button")),
  );
  stops[stops.indexOf(field) + 1]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const button = main(event.target);
    if (button) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey) return;
  const field = event.target;
  if (event.key === "Enter" && field.matches?.("form[data-enter=next] input:not([type=file], [type=submit])")) {
    event.preventDefault();
    onward(field);
    return;
  }
  if (event.key === "Escape") closeMenus();
  if (typing(field) || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return;
  if (event.key === "/") {
    event.preventDefault();
    const search = document.querySelector("main [type=search]") ?? document.querySelector("[type=search]");
    search?.focus();
  }
  if (event.key === "?") {
    event.preventDefault();
    document.getElementById("help")?.showModal();
  }
});

function closeMenus() {
  document.querySelectorAll("details.me[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

document.addEventListener("click", (event) => {
  document.querySelectorAll("details.me[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  const opener = event.target.closest?.("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.closest?.("[data-closes]")) event.target.closest("dialog").close();
});

document.addEventListener("DOMContentLoaded", () => {
  const off = document.getElementById("keys-off");
  if (!off) return;
  off.checked = Boolean(localStorage.getItem(OFF));
  off.addEventListener("change", () => {
    if (off.checked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });
});
