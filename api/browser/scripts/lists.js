// ↑ and ↓ move between the rows of a list: links, which Enter opens, and boxes, which Space ticks.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const link = event.target.closest?.("[data-rows] .t");
  if (!link) return;
  const links = [...link.closest("[data-rows]").querySelectorAll(".t")];
  const next = links[links.indexOf(link) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});
