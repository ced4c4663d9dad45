// Forms: a second click does nothing more, a grey button leads to its reason, what is typed is kept as a draft.
import { announce } from "./live.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter?.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    toReason(event.submitter);
    return;
  }
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button[aria-disabled=true]");
  if (!button) return;
  event.preventDefault();
  toReason(button);
});

function toReason(button) {
  const reason = document.getElementById(button.getAttribute("aria-describedby"));
  if (!reason) return;
  reason.tabIndex = -1;
  reason.focus();
}

// Fields that only some kinds have are shown with those kinds. Without script all are shown.
function byKind(form) {
  const kind = form.querySelector("[data-decides]").value;
  form.querySelectorAll("[data-kinds]").forEach((part) => {
    const wanted = part.dataset.kinds.split(" ").includes(kind);
    part.hidden = !wanted;
    part.querySelectorAll("input, select, textarea").forEach((field) => {
      field.disabled = !wanted;
    });
  });
}

// The draft of a task: a second after typing, and when a field is left.
function keepDraft(form) {
  const said = form.querySelector("[data-saved]");
  let timer = 0;
  let quiet = false;
  let last = new URLSearchParams(new FormData(form)).toString();
  async function save() {
    clearTimeout(timer);
    const now = new URLSearchParams(new FormData(form));
    if (form.dataset.sent || now.toString() === last) return;
    last = now.toString();
    const answer = await fetch(form.dataset.draft, { method: "POST", body: now }).catch(() => null);
    const at = new Date().toLocaleTimeString("sv-SE").replaceAll(":", ".");
    if (answer?.ok) {
      said.textContent = `Sparat ${at}`;
      if (!quiet) announce("Det du skriver sparas efter hand.");
      quiet = true;
    } else {
      said.textContent = "Inte sparat. Anslutningen är bruten eller så har du loggats ut. Fortsätt skriva.";
      announce(said.textContent);
      last = "";
    }
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 1000);
  });
  form.addEventListener("focusout", save);
}

function wake(root) {
  root.querySelectorAll?.("form[data-draft]").forEach((form) => {
    if (form.dataset.awake) return;
    form.dataset.awake = "1";
    keepDraft(form);
  });
  root.querySelectorAll?.("form:has([data-decides])").forEach((form) => {
    byKind(form);
    form.querySelector("[data-decides]").addEventListener("change", () => byKind(form));
  });
}
document.addEventListener("DOMContentLoaded", () => wake(document));
document.addEventListener("dnr:shown", (event) => wake(event.detail));
