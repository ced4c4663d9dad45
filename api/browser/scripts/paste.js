// Text that is pasted keeps its headings, lists and tables: its HTML goes along until the text is changed by hand.
function prepare(area) {
  const rich = document.createElement("input");
  rich.type = "hidden";
  rich.name = `${area.name}_html`;
  area.after(rich);
  let pasting = false;
  area.addEventListener("paste", (event) => {
    pasting = true;
    const whole = area.selectionStart === 0 && area.selectionEnd === area.value.length;
    rich.value = whole ? event.clipboardData.getData("text/html") : "";
  });
  area.addEventListener("input", () => {
    if (!pasting) rich.value = "";
    pasting = false;
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-pasted]").forEach(prepare));
