// What the pages do in the browser. Every form works without it; this makes the work quicker.
import "./scripts/htmx.js";
import { announce } from "./scripts/live.js";
import "./scripts/menu.js";
import "./scripts/keys.js";
import "./scripts/lists.js";
import "./scripts/forms.js";
import "./scripts/files.js";
import "./scripts/copy.js";
import "./scripts/paste.js";
import "./scripts/frames.js";

document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const summary = document.querySelector("[data-focus-first]");
  if (summary) summary.focus();
  const said = document.querySelector("[data-say]");
  if (said) announce(said.dataset.say);
});
