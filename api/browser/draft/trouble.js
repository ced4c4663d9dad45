// When saving goes wrong: somebody was before, the session has ended, or the last visit left text that was never saved.
import { announce } from "../scripts/live.js";

function box(page, id, label, html) {
  page.querySelector(`#${id}`)?.remove();
  const made = document.createElement("div");
  made.id = id;
  made.className = "ds-alert said";
  made.dataset.color = "warning";
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", label);
  made.tabIndex = -1;
  made.innerHTML = html;
  page.querySelector(".cols").before(made);
  return made;
}

const BUTTONS = (names) =>
  `<p class="row gap">${names.map(([key, text]) => `<button type="button" class="ds-button s" data-variant="secondary" data-do="${key}">${text}</button>`).join("")}</p><div data-both></div>`;

function on(made, key, act) {
  made.querySelector(`[data-do=${key}]`).addEventListener("click", act);
}

// Puts a whole form's text in the fields and the editors.
function put(form, editors, typed) {
  for (const [name, text] of typed) {
    const field = form.elements[name];
    if (!field || field instanceof RadioNodeList) continue;
    if (editors.has(name)) editors.get(name).commands.setContent(text, { emitUpdate: true });
    else if (field.type === "checkbox") field.checked = text === field.value;
    else field.value = text;
  }
  form.dispatchEvent(new Event("written"));
}

// The form as the server has it now.
async function theirs(page) {
  const answer = await fetch(page.dataset.draft).catch(() => null);
  if (!answer?.ok) return null;
  const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#draft-form");
  if (!there) return null;
  const typed = new Map([...new FormData(there)].filter(([name]) => !name.startsWith("_")));
  there.querySelectorAll("textarea[data-html]").forEach((one) => typed.set(one.name, one.dataset.html));
  return { typed, rev: there.elements._rev.value };
}

// Both texts, section by section, where they differ.
function both(made, form, own, other) {
  const place = made.querySelector("[data-both]");
  place.replaceChildren();
  form.querySelectorAll("[data-section]").forEach((section) => {
    const name = section.querySelector("textarea").name;
    const words = (html) => new DOMParser().parseFromString(html ?? "", "text/html").body.textContent;
    if (words(own.get(name)) === words(other.get(name))) return;
    const heading = document.createElement("h2");
    heading.textContent = section.querySelector("h2").textContent;
    place.append(heading);
    for (const [label, text] of [["Din text", own.get(name)], ["Den sparade texten", other.get(name)]]) {
      const told = document.createElement("p");
      told.className = "meta";
      told.textContent = label;
      const shown = document.createElement("div");
      shown.className = "paper both";
      shown.textContent = words(text) || "(tomt)";
      place.append(told, shown);
    }
  });
  if (!place.childElementCount) place.textContent = "Bara uppgifter utanför avsnitten skiljer sig.";
}

export function conflict(page, form, told, { keep, editors }) {
  const by = told.by ? `${told.by} sparade` : "Någon sparade";
  const made = box(
    page,
    "conflict",
    "Någon sparade före dig",
    `<p><strong></strong> Din text finns kvar här nedanför.</p>${BUTTONS([["mine", "Behåll min"], ["new", "Ta den nya"], ["both", "Visa båda"]])}`,
  );
  made.querySelector("strong").textContent = `${by} före dig, i ett annat fönster eller på en annan dator.`;
  on(made, "mine", () => {
    made.remove();
    keep(told.rev);
  });
  on(made, "new", async () => {
    const there = await theirs(page);
    if (!there) return;
    made.remove();
    put(form, editors, there.typed);
    keep(there.rev);
    announce("Den sparade texten står nu här. Ctrl+Z i ett avsnitt tar tillbaka din.");
  });
  on(made, "both", async () => {
    const there = await theirs(page);
    if (there) both(made, form, new Map(new FormData(form)), there.typed);
  });
  made.focus();
}

// Signed out while writing: one signs in anew in another tab, and comes back to the text as it stands.
export function ended(page, form, again) {
  let dialog = document.getElementById("ended");
  if (dialog?.open) return;
  dialog?.remove();
  dialog = document.createElement("dialog");
  dialog.id = "ended";
  dialog.className = "ds-dialog act";
  dialog.setAttribute("aria-labelledby", "ended-h");
  dialog.innerHTML = `<h2 id="ended-h">Logga in igen</h2><p>Du har loggats ut. Texten ligger kvar, och sparas när du har loggat in.</p><p data-who class="why"></p><p class="row gap"><a class="ds-button" target="_blank" href="/sign-in?to=/account">Logga in i en ny flik</a><button type="button" class="ds-button" data-variant="secondary" data-again>Jag har loggat in</button><button type="button" class="ds-button" data-variant="tertiary" data-closes>Fortsätt skriva</button></p>`;
  document.body.append(dialog);
  const back = async () => {
    const answer = await fetch(`${page.dataset.draft}/state`, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    if (told.user !== page.dataset.user) {
      dialog.querySelector("[data-who]").textContent = "Någon annan är inloggad nu. Logga in som dig själv.";
      return;
    }
    document.querySelectorAll("[name=_token]").forEach((field) => {
      field.value = told.token;
    });
    window.removeEventListener("focus", back);
    dialog.close();
    again();
  };
  dialog.querySelector("[data-again]").addEventListener("click", back);
  window.addEventListener("focus", back);
  dialog.showModal();
}

// Text that never reached the server when this page was shown last.
export function offer(page, form, local, editors, shown) {
  const kept = local.read();
  if (!kept) return;
  const before = new Map(kept.typed);
  const now = new Map(JSON.parse(shown));
  if (JSON.stringify([...before]) === JSON.stringify([...now])) {
    local.forget();
    return;
  }
  const at = new Date(kept.at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const made = box(
    page,
    "unsent",
    "Text som inte hann sparas",
    `<p><strong>Text från ${at} hann inte sparas.</strong> Den finns kvar i den här webbläsaren.</p>${BUTTONS([["take", "Ta tillbaka den"], ["both", "Visa båda"], ["drop", "Kasta den"]])}`,
  );
  on(made, "take", () => {
    made.remove();
    put(form, editors, before);
  });
  on(made, "both", () => both(made, form, before, now));
  on(made, "drop", () => {
    made.remove();
    local.forget();
  });
}
