// Who writes now, asked for now and then: a lease that is lost or free, somebody who asks to write.
import { announce } from "../scripts/live.js";

const EVERY = 15_000;

export function watch(page, saver) {
  let told = "";
  async function look() {
    if (document.hidden) return;
    const answer = await fetch(`${page.dataset.draft}/state`, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const state = await answer.json();
    const line = page.querySelector("[data-lease]");
    if (saver) writing(page, state, line);
    else reading(page, state, line);
    const asked = state.notices.map((one) => `${one.by} ${one.kind === "asked" ? "vill skriva i utkastet" : "har tagit över utkastet"}.`).join(" ");
    if (asked && asked !== told) {
      told = asked;
      line.textContent = asked;
      announce(asked);
    }
  }
  setInterval(look, EVERY);
  window.addEventListener("focus", look);
}

function writing(page, state, line) {
  line.textContent = state.mine ? "Du skriver. Ingen annan kan ändra." : state.lease ? "" : "Ingen annan skriver.";
  if (!state.may_write) line.textContent = `${state.reason} Det du har skrivit finns kvar här.`;
}

function reading(page, state, line) {
  const take = page.querySelector("[data-take]");
  if (take && !state.why_not_take) {
    take.removeAttribute("aria-disabled");
    page.querySelector("#why-take").textContent = "";
  }
  if (state.may_write && page.dataset.open === "" && !page.querySelector("[data-free]")) {
    line.textContent = "Utkastet är ledigt. ";
    const link = document.createElement("a");
    link.href = page.dataset.draft;
    link.dataset.free = "";
    link.textContent = "Börja skriva";
    line.append(link);
    announce("Utkastet är ledigt.");
  }
}
