// ↑ and ↓ move between the rows of a list; Enter opens, as on any link.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const link = event.target.closest?.("[data-rows] a.t");
  if (!link) return;
  const links = [...link.closest("[data-rows]").querySelectorAll("a.t")];
  const next = links[links.indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
