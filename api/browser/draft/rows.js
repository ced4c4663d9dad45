// Rows (points, recipients, attachments, referrals) added and taken away without leaving the page; the server makes them.
export function rows(form, editors, saver) {
  form.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[name=_do]");
    if (!button) return;
    event.preventDefault();
    const part = button.closest(".sect");
    const sent = saver.fields();
    sent.set("_do", button.value);
    const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" }).catch(() => null);
    if (!answer?.ok) {
      saver.save();
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (!fresh) return;
    part.replaceWith(fresh);
    const added = button.value.startsWith("add:") ? button.value.slice(4) : "";
    focusOn(fresh, added);
    form.dispatchEvent(new Event("written"));
  });
}

function focusOn(part, added) {
  const fields = [...part.querySelectorAll("input:not([type=hidden]), select, textarea")];
  const own = fields.filter((one) => one.name.startsWith(`${added}.`));
  const last = own.at(-1)?.name.split(".")[1];
  const first = own.find((one) => one.name.split(".")[1] === last);
  (added && first ? first : part.querySelector("button"))?.focus();
}
