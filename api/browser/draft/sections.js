// Each section's field as an editor. The field stays, hidden, and holds what is sent.
import { Editor } from "@tiptap/core";
import { extensions, htmlOf, signature } from "./schema.js";
import { cleanPasted } from "./pasting.js";

export function editors(form) {
  const found = new Map();
  form.querySelectorAll("textarea[data-html]").forEach((field) => {
    const editor = edit(form, field);
    if (editor) found.set(field.name, editor);
  });
  return found;
}

function edit(form, field) {
  const section = field.closest("[data-section]");
  const heading = section.querySelector("h2");
  const place = document.createElement("div");
  field.before(place);
  const editor = new Editor({
    element: place,
    extensions,
    content: field.dataset.html,
    injectCSS: false,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": heading.id,
        "aria-describedby": field.getAttribute("aria-describedby"),
        "data-field": field.name,
        lang: "sv",
        ...(field.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
      },
      transformPastedHTML: cleanPasted,
    },
    onUpdate: () => {
      field.value = htmlOf(editor);
      form.dispatchEvent(new Event("written"));
    },
  });
  if (signature(htmlOf(editor)) !== signature(field.dataset.html)) {
    editor.destroy();
    place.remove();
    const told = document.createElement("p");
    told.className = "meta";
    told.textContent = "Avsnittet innehåller något som bara kan ändras som HTML. Det sparas som det står.";
    field.before(told);
    field.value = field.dataset.html;
    return null;
  }
  field.value = htmlOf(editor);
  field.hidden = true;
  heading.querySelector("label").addEventListener("click", (event) => {
    event.preventDefault();
    editor.commands.focus();
  });
  none(section, editor);
  return editor;
}

// A section about consequences may say that there are none.
function none(section, editor) {
  const offer = section.querySelector("[data-none]");
  if (!offer) return;
  const shown = () => {
    offer.hidden = !editor.isEmpty;
  };
  offer.querySelector("button").addEventListener("click", () => {
    editor.chain().focus().insertContent("<p>Förslaget bedöms inte ha någon påverkan.</p>").run();
  });
  editor.on("update", shown);
  shown();
}
