// Files dropped on the page's field for them are chosen in it; those chosen are listed with their size.
const MEGA = 1_000_000;

function tell(box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-files]");
  const most = Number(input.dataset.most || 0);
  list.replaceChildren(
    ...[...input.files].map((file) => {
      const item = document.createElement("li");
      const size = `${(file.size / MEGA).toLocaleString("sv-SE", { maximumFractionDigits: 1 })} MB`;
      const large = most && file.size > most;
      item.textContent = large
        ? `${file.name}: filen är för stor, ${size} av högst ${most / MEGA}. Dela upp den och försök igen.`
        : `${file.name}, ${size}`;
      if (large) item.className = "ds-validation-message";
      return item;
    }),
  );
}

function prepare(box) {
  const input = box.querySelector("input[type=file]");
  input.addEventListener("change", () => tell(box));
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("over");
    const chosen = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) chosen.items.add(file);
    input.files = chosen.files;
    tell(box);
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".drop").forEach(prepare));
