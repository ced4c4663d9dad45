// The page of a draft: sections in an editor, saved as one types, with who writes and how it will be printed beside.
// Loaded on that page alone. Without it the sections are plain fields, and everything is done by buttons.
import { editors } from "./draft/sections.js";
import { toolbar } from "./draft/toolbar.js";
import { keepSaving } from "./draft/saving.js";
import { watch } from "./draft/watching.js";
import { rows } from "./draft/rows.js";
import { tabs } from "./draft/tabs.js";
import { preview } from "./draft/preview.js";

document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-draft]");
  if (!page) return;
  tabs(page);
  const sheet = preview(page);
  const form = page.querySelector("#draft-form");
  if (!form) {
    watch(page, null);
    return;
  }
  const written = editors(form);
  toolbar(form.querySelector(".tools"), written);
  const saver = keepSaving(page, form, written, sheet);
  rows(form, written, saver);
  watch(page, saver);
});
