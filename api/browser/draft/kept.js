// What is typed and has not reached the server yet, kept in the browser until it has. That of a secret case is gone
// with the window; signing out erases it all.
const PREFIX = "dnr.draft.";

export function keeper(page) {
  const store = page.hasAttribute("data-secret") ? sessionStorage : localStorage;
  const key = `${PREFIX}${page.dataset.user}.${page.dataset.draft}`;
  return {
    keep(fields, rev) {
      const typed = [...fields].filter(([name, text]) => !name.startsWith("_") && typeof text === "string");
      try {
        store.setItem(key, JSON.stringify({ at: Date.now(), rev, typed }));
      } catch {
        // a full store keeps what it has; the page still holds the text
      }
    },
    forget: () => store.removeItem(key),
    read() {
      try {
        return JSON.parse(store.getItem(key));
      } catch {
        return null;
      }
    },
  };
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[action='/sign-out']")) return;
  for (const store of [localStorage, sessionStorage]) {
    Object.keys(store)
      .filter((name) => name.startsWith(PREFIX))
      .forEach((name) => store.removeItem(name));
  }
});
