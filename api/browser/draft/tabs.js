// What stands beside the text, one pane at a time. Without script they stand below each other.
export function tabs(page) {
  const box = page.querySelector("[data-tabs]");
  const list = box.querySelector("[role=tablist]");
  const all = [...list.querySelectorAll("[role=tab]")];
  const pane = (tab) => box.querySelector(`#${tab.getAttribute("aria-controls")}`);
  all.forEach((tab) => {
    pane(tab).setAttribute("role", "tabpanel");
    pane(tab).setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => choose(tab));
  });
  list.hidden = false;
  function choose(chosen) {
    all.forEach((tab) => {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      pane(tab).hidden = tab !== chosen;
    });
  }
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = all.at((all.indexOf(document.activeElement) + step) % all.length);
    choose(next);
    next.focus();
  });
  choose(all[0]);
}
