// Saved a second after typing and when a field is left. What goes wrong is told in the bar, and nothing typed is lost:
// a lost connection, a session that has ended, somebody who saved before.
import { announce } from "../scripts/live.js";
import { keeper } from "./kept.js";
import { conflict, ended, offer } from "./trouble.js";

const REST = 1000;
const AGAIN = 4000;

export function keepSaving(page, form, editors, printed) {
  const bar = form.querySelector("[data-bar]");
  const said = bar.querySelector("[data-saved]");
  const local = keeper(page);
  let timer = 0;
  let running = null;
  let first = true;
  let last = written();

  function fields() {
    const sent = new FormData(form);
    sent.delete("_key");
    return sent;
  }
  function written() {
    return JSON.stringify([...fields()].filter(([name]) => !name.startsWith("_")));
  }
  function tell(text, trouble = "") {
    if (trouble && bar.dataset.trouble !== trouble) announce(text);
    said.textContent = text;
    if (trouble) bar.dataset.trouble = trouble;
    else delete bar.dataset.trouble;
  }
  const rev = (to) => {
    const field = form.elements._rev;
    if (to !== undefined) field.value = to;
    return Number(field.value);
  };

  async function save(path = "/copy") {
    clearTimeout(timer);
    if (running) await running;
    if (form.dataset.sent || bar.dataset.trouble === "conflict") return false;
    const now = written();
    if (now === last && path === "/copy") return true;
    running = send(now);
    const done = await running;
    running = null;
    return done;
  }

  async function send(now) {
    local.keep(fields(), rev());
    const answer = await fetch(`${page.dataset.draft}/copy`, {
      method: "POST",
      body: new URLSearchParams(fields()),
      redirect: "manual",
    }).catch(() => null);
    if (answer?.ok) return saved(await answer.json(), now);
    if (answer && (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403)) {
      tell("Du har loggats ut. Texten ligger kvar.", "ended");
      ended(page, form, save);
    } else if (answer?.status === 412) {
      tell("Någon sparade före dig. Din text finns kvar.", "conflict");
      conflict(page, form, await answer.json(), { keep: mine, editors });
    } else if (answer && answer.status < 500) {
      const told = await answer.json().catch(() => ({}));
      tell(`Inte sparat. ${told.reason ?? ""}`, "refused");
    } else {
      tell("Anslutningen är bruten. Fortsätt skriva, allt sparas när den är tillbaka.", "offline");
      timer = setTimeout(save, AGAIN);
    }
    return false;
  }

  function saved(told, now) {
    rev(told.rev);
    last = now;
    if (written() === now) local.forget();
    tell(told.unsaved.length ? `Sparat ${told.at}, utom: ${told.unsaved.join(" ")}` : `Sparat ${told.at}`);
    if (first) announce("Det du skriver sparas efter hand.");
    first = false;
    complete(page, form, told.missing);
    printed();
    return true;
  }

  function mine(theirs) {
    rev(theirs);
    delete bar.dataset.trouble;
    last = "";
    save();
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, REST);
  };
  form.addEventListener("input", soon);
  form.addEventListener("written", soon);
  form.addEventListener("focusout", () => written() !== last && soon());
  window.addEventListener("online", () => save());
  window.addEventListener("beforeunload", (event) => {
    if (!form.dataset.sent && written() !== last) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => document.hidden && save());
  document.addEventListener("keydown", async (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.querySelector("[data-keep]").click();
  });
  form.addEventListener("submit", () => local.keep(fields(), rev()));
  if (form.querySelector("[aria-invalid]") === null) offer(page, form, local, editors, last);
  else local.forget();
  return { save, fields, local };
}

// What is missing, at its section and beside the button; told by the server, by the rule that guards handing in.
function complete(page, form, missing) {
  const lacks = new Map(missing.map((one) => [one.place, one.reason]));
  page.querySelectorAll("[data-lacks]").forEach((tag) => {
    tag.hidden = !lacks.has(tag.dataset.lacks);
  });
  page.querySelectorAll("[data-mark]").forEach((mark) => {
    const key = mark.dataset.mark;
    const field = form.querySelector(`[data-section="${key}"] textarea`);
    const [color, sign, word] = lacks.has(key)
      ? ["warning", "…", "Saknas"]
      : field && !field.value.trim()
        ? ["neutral", "–", "Tomt"]
        : ["success", "✓", "Skrivet"];
    mark.dataset.color = color;
    mark.firstElementChild.textContent = sign;
    mark.lastElementChild.textContent = `${word}: `;
  });
  const why = form.querySelector("[data-why]");
  if (why.hasAttribute("data-fixed")) return;
  const send = form.querySelector("[data-send]");
  why.hidden = missing.length === 0;
  why.querySelector("span").textContent = missing[0]?.reason ?? "";
  if (missing.length) {
    send.setAttribute("aria-disabled", "true");
    send.dataset.variant = "secondary";
  } else {
    send.removeAttribute("aria-disabled");
    delete send.dataset.variant;
  }
}
