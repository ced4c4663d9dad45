// Copies a number, and says so.
import { announce } from "./live.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.querySelector("[data-label]").textContent = "Kopierat";
  announce(`${button.dataset.copy} är kopierat.`);
});
