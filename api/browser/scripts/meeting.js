// At the table: each event is sent by itself, in order. Without a connection events wait here, with ids of their own,
// so that none is lost and none happens twice; the gavel and the decision wait until all have been saved.
import { announce } from "./live.js";

const RETRY = 3000;
const LOOK = 4000;
const region = () => document.querySelector("[data-item]");
const store = () => `dnr.item.${region()?.dataset.item}`;
const queued = () => JSON.parse(localStorage.getItem(store()) || "[]");
const keep = (queue) => localStorage.setItem(store(), JSON.stringify(queue));
let sending = false;
let timer = 0;

function tell() {
  const waiting = queued().length;
  const offline = document.getElementById("offline");
  const line = document.querySelector("[data-line]");
  if (!offline || !line) return;
  const lost = waiting > 0 && !sending;
  if (lost && offline.hidden) announce("Anslutningen är bruten. Fortsätt anteckna, allt sparas när den är tillbaka.");
  offline.hidden = !lost;
  offline.querySelector("[data-queued]").textContent = waiting === 1 ? "En händelse väntar." : `${waiting} händelser väntar.`;
  if (waiting) line.textContent = lost ? "Inte sparat" : "Sparar …";
  region()
    .querySelectorAll("[data-waits]")
    .forEach((button) => {
      if (lost && !button.hasAttribute("data-held")) {
        button.dataset.held = button.getAttribute("aria-describedby") || "";
        button.setAttribute("aria-disabled", "true");
        button.setAttribute("aria-describedby", "offline");
      }
    });
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-item]");
  const old = region();
  if (!fresh || !old || fresh.dataset.item !== old.dataset.item) return false;
  const focused = document.activeElement?.closest?.("[data-person]")?.dataset.person;
  const id = document.activeElement?.id;
  old.replaceWith(fresh);
  document.dispatchEvent(new CustomEvent("dnr:shown", { detail: fresh }));
  const summary = fresh.querySelector("[data-focus-first]");
  if (summary) summary.focus();
  else if (focused) row(focused)?.focus();
  else if (id) document.getElementById(id)?.focus();
  const line = fresh.querySelector("[data-line]");
  if (line) line.textContent = `Sparat ${new Date().toLocaleTimeString("sv-SE").replaceAll(":", ".")}`;
  return true;
}

// What was refused stands above all that was recorded after it.
function tellRefusal(html) {
  const summary = new DOMParser().parseFromString(html, "text/html").querySelector("[data-focus-first]");
  if (!summary) return;
  region().querySelector(".cols").before(summary);
  summary.focus();
}

async function flush() {
  if (sending || !queued().length) return;
  sending = true;
  clearTimeout(timer);
  let last = null;
  let refused = null;
  tell();
  while (queued().length) {
    const [next] = queued();
    const answer = await fetch(next.to, {
      method: "POST",
      body: new URLSearchParams(next.body),
    }).catch(() => null);
    if (!answer || answer.status >= 500) {
      sending = false;
      timer = setTimeout(flush, RETRY);
      tell();
      return;
    }
    last = await answer.text();
    if (answer.status === 401 || answer.status === 403 || answer.url.includes("/sign-in")) {
      sending = false;
      tell();
      document.querySelector("[data-line]").textContent = "Logga in igen i en ny flik. Det du antecknat ligger kvar.";
      return;
    }
    keep(queued().slice(1));
    if (!answer.ok) [refused, latest] = [last, null];
  }
  sending = false;
  if (last && !show(last)) location.reload();
  if (refused && refused !== last) tellRefusal(refused);
  tell();
}

let latest = null;

function send(to, body) {
  keep([...queued(), { to, body }]);
  flush();
}

function add(form, fields) {
  latest = crypto.randomUUID();
  send(
    form.action,
    fields.map(([name, text]) => [name, name === "id" ? latest : text]),
  );
}

// What was recorded last is taken back in its turn: also when it has not been saved yet.
function undo(form) {
  const fields = [...new FormData(form)].map(([name, text]) => [name, name === "event" && latest ? latest : text]);
  latest = null;
  send(form.action, fields);
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches?.("[data-event], [data-undo]") || event.submitter?.getAttribute("aria-disabled") === "true") return;
    event.preventDefault();
    event.stopPropagation();
    if (form.matches("[data-undo]")) undo(form);
    else add(form, [...new FormData(form, event.submitter)]);
  },
  true,
);

// The roll. J, N and A count only while a row of it has the focus; the radios of the rows do the same.
const rows = () => [...document.querySelectorAll("[data-roll] > li")];
const row = (person) => rows().find((one) => one.dataset.person === person);
const voted = (one) => one.querySelector("input:checked");

function count() {
  const all = rows();
  for (const box of document.querySelectorAll("[data-count]")) {
    box.textContent = all.filter((one) => voted(one)?.value === box.dataset.count).length;
  }
  const given = document.querySelector("[data-given]");
  const next = all.find((one) => !voted(one));
  const name = next?.querySelector(".grow").textContent.replace("röstar sist", "").trim();
  given.textContent = `${all.filter(voted).length} av ${all.length} har röstat.${name ? ` Näst: ${name}.` : ""}`;
}

let last = null;

function vote(one) {
  last = one.dataset.person;
  const form = one.closest("form");
  count();
  const said = new FormData(form);
  const fields = ["_token", "event"].map((name) => [name, said.get(name)]);
  add(form, [
    ...fields,
    ["id", ""],
    ["votes.0.person", one.dataset.person],
    ["votes.0.vote", voted(one).value],
  ]);
}

const KEYS = { j: "yes", n: "no", a: "abstain" };

document.addEventListener("keydown", (event) => {
  const one = event.target.closest?.("[data-roll] > li");
  if (!one || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = rows();
  const at = all.indexOf(one);
  const choice = KEYS[event.key.toLowerCase()];
  if (choice) {
    event.preventDefault();
    const radio = one.querySelector(`input[value=${choice}]`);
    if (radio.disabled) return;
    radio.checked = true;
    (all.find((other, place) => place > at && !voted(other)) ?? all.find((other) => !voted(other)) ?? one).focus();
    vote(one);
  } else if (event.key === "Backspace") {
    event.preventDefault();
    const form = document.querySelector("[data-undo]");
    if (!form || !(latest || document.querySelector("[data-roll] input:checked"))) return;
    if (last && row(last)) {
      const radio = voted(row(last));
      if (radio) radio.checked = false;
      row(last).focus();
      count();
      last = null;
    }
    undo(form);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target === one) {
    event.preventDefault();
    all[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
  }
});
document.addEventListener("change", (event) => {
  const one = event.target.matches?.("[data-roll] input[type=radio]") && event.target.closest("li");
  if (one) vote(one);
});

// Another tab, or the second screen, follows: what is new is fetched, unless something is being typed here.
async function look() {
  const here = region();
  const busy = document.activeElement?.matches?.("input:not([type=radio]), textarea, select");
  if (!here || document.hidden || sending || queued().length || busy) return;
  const answer = await fetch(`${location.pathname}?seen=${here.dataset.rev}`).catch(() => null);
  if (answer?.status === 200 && !queued().length && !sending) show(await answer.text());
}

document.addEventListener("DOMContentLoaded", () => {
  if (!region()) return;
  window.addEventListener("online", flush);
  setInterval(look, LOOK);
  flush();
});
