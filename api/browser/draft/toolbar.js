// The row of buttons above the sections; they act where one wrote last. Arrows move between them, as in any toolbar.
const ROW = (cell, words) => `<tr>${words.map((word) => `<${cell}>${word}</${cell}>`).join("")}</tr>`;
const GRID = `<table><tbody>${ROW("th", ["Kolumn 1", "Kolumn 2", "Kolumn 3"])}${ROW("td", ["", "", ""])}${ROW("td", ["", "", ""])}</tbody></table>`;
const BUTTONS = [
  { text: "Fet", title: "Ctrl+B", on: "bold", run: (to) => to.toggleMark("bold") },
  { text: "Kursiv", title: "Ctrl+I", on: "italic", run: (to) => to.toggleMark("italic") },
  { text: "Rubrik", on: ["heading", { level: 3 }], run: (to) => to.toggleNode("heading", "paragraph", { level: 3 }) },
  { text: "Underrubrik", on: ["heading", { level: 4 }], run: (to) => to.toggleNode("heading", "paragraph", { level: 4 }) },
  { text: "Punktlista", on: "bulletList", run: (to) => to.toggleList("bulletList", "listItem") },
  { text: "Numrerad lista", on: "orderedList", run: (to) => to.toggleList("orderedList", "listItem") },
  { text: "Länk", on: "link", run: null },
  { text: "Fotnot", on: "note", run: (to) => to.insertContent({ type: "note", content: [{ type: "text", text: "…" }] }) },
  { text: "Tabell", outside: "table", run: (to) => to.insertContent(GRID) },
  { text: "Ny rad", within: "table", run: (to) => to.addRowAfter() },
  { text: "Ny kolumn", within: "table", run: (to) => to.addColumnAfter() },
  { text: "Ta bort rad", within: "table", run: (to) => to.deleteRow() },
  { text: "Ta bort kolumn", within: "table", run: (to) => to.deleteColumn() },
  { text: "Ta bort tabellen", within: "table", run: (to) => to.deleteTable() },
  { text: "Ångra", title: "Ctrl+Z", run: (to) => to.undo() },
];

export function toolbar(bar, editors) {
  if (!bar || editors.size === 0) return;
  let at = editors.values().next().value;
  const shown = BUTTONS.map((one) => made(one, bar, () => at));
  const paint = () => shown.forEach(({ one, button }) => state(one, button, at));
  for (const editor of editors.values()) {
    editor.on("focus", () => {
      at = editor;
      paint();
    });
    editor.on("transaction", () => editor === at && paint());
  }
  paint();
  bar.hidden = false;
  roving(bar);
}

function made(one, bar, at) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = one.text;
  if (one.title) button.title = one.title;
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => (one.run ? one.run(at().chain().focus()).run() : link(at())));
  bar.append(button);
  return { one, button };
}

function state(one, button, editor) {
  if (one.on) button.setAttribute("aria-pressed", String(editor.isActive(...[one.on].flat())));
  if (one.within) button.hidden = !editor.isActive(one.within);
  if (one.outside) button.hidden = editor.isActive(one.outside);
}

function roving(bar) {
  const all = () => [...bar.querySelectorAll("button:not([hidden])")];
  const only = (chosen) => all().forEach((one) => (one.tabIndex = one === chosen ? 0 : -1));
  only(all()[0]);
  bar.addEventListener("focusin", (event) => only(event.target));
  bar.addEventListener("keydown", (event) => {
    const buttons = all();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
  });
}

// The address of a link, asked for in a dialog. An empty one takes the link away.
function link(editor) {
  const dialog = document.createElement("dialog");
  dialog.className = "ds-dialog act";
  dialog.setAttribute("aria-labelledby", "link-h");
  dialog.innerHTML = `<h2 id="link-h">Länk</h2><form method="dialog" class="stack-s"><div class="ds-field"><label class="ds-label" for="link-to">Adress</label><p data-field="description" id="link-help">Till exempel https://www.regeringen.se. Tom tar bort länken.</p><input class="ds-input" id="link-to" type="text" inputmode="url" autocomplete="off" aria-describedby="link-help"></div><p class="row"><button class="ds-button s">Länka</button><button class="ds-button s" data-variant="tertiary" value="no" formnovalidate>Avbryt</button></p></form>`;
  document.body.append(dialog);
  const field = dialog.querySelector("input");
  field.value = editor.getAttributes("link").href ?? "";
  dialog.addEventListener("close", () => {
    const to = address(field.value.trim());
    const chain = editor.chain().focus().extendMarkRange("link");
    if (dialog.returnValue !== "no" && dialog.returnValue !== "esc") {
      if (!to) chain.unsetMark("link").run();
      else if (editor.state.selection.empty && !editor.isActive("link")) {
        chain.insertContent({ type: "text", text: to, marks: [{ type: "link", attrs: { href: to } }] }).run();
      } else chain.setMark("link", { href: to }).run();
    } else editor.commands.focus();
    dialog.remove();
  });
  dialog.addEventListener("cancel", () => {
    dialog.returnValue = "esc";
  });
  dialog.showModal();
}

function address(typed) {
  if (!typed || /^(https?:\/\/|mailto:)/i.test(typed)) return typed;
  return typed.includes("@") && !typed.includes("/") ? `mailto:${typed}` : `https://${typed}`;
}
