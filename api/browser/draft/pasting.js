// What is pasted from a word processor, made into plain headings, lists and paragraphs before the editor reads it.
const LIST = /mso-list:\s*l\d+\s+level(\d+)/i;

export function cleanPasted(html) {
  const box = new DOMParser().parseFromString(html, "text/html").body;
  dropComments(box);
  box.querySelectorAll("style, script, meta, link, title, xml").forEach((one) => one.remove());
  listsOf(box);
  box.querySelectorAll("*").forEach((one) => {
    if (one.tagName.includes(":")) one.replaceWith(...one.childNodes);
  });
  levels(box);
  box.querySelectorAll("[style], [class], [lang]").forEach((one) => {
    const kept = one.matches("span.note, span.mask") ? one.className : "";
    const style = one.style;
    const bold = one.tagName === "SPAN" && (style.fontWeight === "bold" || Number(style.fontWeight) >= 600);
    const italic = one.tagName === "SPAN" && style.fontStyle === "italic";
    for (const name of ["style", "class", "lang"]) one.removeAttribute(name);
    if (kept) one.className = kept;
    if (italic) wrap(one, "em");
    if (bold) wrap(one, "strong");
  });
  box.querySelectorAll('img:not([src^="data:"])').forEach((one) => one.remove());
  box.querySelectorAll('a:not([href^="http"]):not([href^="mailto:"])').forEach((one) => one.replaceWith(...one.childNodes));
  return box.innerHTML;
}

function wrap(element, tag) {
  const outer = document.createElement(tag);
  outer.append(...element.childNodes);
  element.append(outer);
}

function dropComments(box) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  found.forEach((one) => one.remove());
}

// Headings at the two levels that a section has: the highest that is pasted becomes the higher.
function levels(box) {
  const heads = [...box.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const top = Math.min(...heads.map((one) => Number(one.tagName[1])));
  heads.forEach((one) => {
    const head = document.createElement(Number(one.tagName[1]) === top ? "h3" : "h4");
    head.append(...one.childNodes);
    one.replaceWith(head);
  });
}

// Word writes lists as paragraphs with their sign as text.
function listsOf(box) {
  let open = [];
  let last = null;
  for (const paragraph of [...box.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6, table")]) {
    const level = Number(paragraph.getAttribute("style")?.match(LIST)?.[1] ?? 0);
    if (paragraph.tagName !== "P" || !level) {
      open = [];
      continue;
    }
    if (last && paragraph.previousElementSibling !== last) open = [];
    const sign = signOf(paragraph);
    const kind = /^\(?[0-9a-z]{1,4}[.)]/i.test(sign) ? "ol" : "ul";
    while (open.length > level) open.pop();
    while (open.length < level) {
      const list = document.createElement(kind);
      const within = open.at(-1)?.lastElementChild;
      if (within) within.append(list);
      else {
        paragraph.before(list);
        last = list;
      }
      open.push(list);
      if (open.length < level && !list.lastElementChild) list.append(document.createElement("li"));
    }
    const item = document.createElement("li");
    item.append(...paragraph.childNodes);
    open.at(-1).append(item);
    paragraph.remove();
  }
}

function signOf(paragraph) {
  const ignored = [...paragraph.querySelectorAll("span")].find((one) =>
    /mso-list:\s*ignore/i.test(one.getAttribute("style") ?? ""),
  );
  const sign = ignored?.textContent.replace(/\u00a0/g, " ").trim() ?? "";
  ignored?.remove();
  return sign;
}
