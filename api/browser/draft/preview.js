// The report as it will be printed, fetched anew a while after something has been saved; one stays where one was in it.
const REST = 1500;

export function preview(page) {
  const frame = page.querySelector("[data-preview]");
  const said = page.querySelector("[data-printed]");
  let timer = 0;
  let at = 0;
  frame.addEventListener("load", () => frame.contentWindow?.scrollTo(0, at));
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!frame.offsetParent) return;
      at = frame.contentWindow?.scrollY ?? 0;
      frame.contentWindow.location.replace(frame.src);
      said.textContent = `Uppdaterad ${new Date().toLocaleTimeString("sv-SE").replaceAll(":", ".")}`;
    }, REST);
  };
}
