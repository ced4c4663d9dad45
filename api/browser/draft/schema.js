// What a section may hold: the tags that the server keeps (engine/documents/richtext), and no others. Written out, since
// ready-made kits bring a third more to download for what no section may hold.
import { Extension, Mark, Node, wrappingInputRule } from "@tiptap/core";
import { history, redo, undo } from "@tiptap/pm/history";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";

const node = (name, tag, more) => Node.create({ name, parseHTML: () => [{ tag }], renderHTML: () => [tag, 0], ...more });

const Root = Node.create({ name: "doc", topNode: true, content: "block+" });
const Text = Node.create({ name: "text", group: "inline" });
const Paragraph = node("paragraph", "p", { group: "block", content: "inline*", priority: 1000 });
const Quote = node("blockquote", "blockquote", { group: "block", content: "block+", defining: true });
const Heading = Node.create({
  name: "heading",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => ({ level: { default: 3, rendered: false } }),
  parseHTML: () => [3, 4].map((level) => ({ tag: `h${level}`, attrs: { level } })),
  renderHTML: ({ node: one, HTMLAttributes }) => [`h${one.attrs.level}`, HTMLAttributes, 0],
});
const Break = Node.create({
  name: "hardBreak",
  group: "inline",
  inline: true,
  selectable: false,
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  addKeyboardShortcuts() {
    return { "Shift-Enter": () => this.editor.commands.insertContent({ type: "hardBreak" }) };
  },
});

const list = (name, tag, find, more) =>
  node(name, tag, {
    group: "block list",
    content: "listItem+",
    addInputRules() {
      return [wrappingInputRule({ find, type: this.type })];
    },
    ...more,
  });
const Bullets = list("bulletList", "ul", /^\s*([-+*])\s$/);
const Numbers = list("orderedList", "ol", /^(\d+)\.\s$/, {
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element) => Number(element.getAttribute("start") ?? 1),
      renderHTML: ({ start }) => (start === 1 ? {} : { start }),
    },
  }),
  renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
});
const Item = node("listItem", "li", {
  content: "paragraph block*",
  defining: true,
  addKeyboardShortcuts() {
    const to = this.editor.commands;
    return {
      Enter: () => to.splitListItem("listItem"),
      Tab: () => to.sinkListItem("listItem"),
      "Shift-Tab": () => to.liftListItem("listItem"),
      Backspace: () => {
        const { $from, empty } = this.editor.state.selection;
        return empty && $from.parentOffset === 0 && this.editor.isActive("listItem") && to.liftListItem("listItem");
      },
    };
  },
});

const look = (name, tag, also, key) =>
  Mark.create({
    name,
    parseHTML: () => [tag, also].map((one) => ({ tag: one })),
    renderHTML: () => [tag, 0],
    addKeyboardShortcuts() {
      return { [`Mod-${key}`]: () => this.editor.commands.toggleMark(this.name) };
    },
  });
const Bold = look("bold", "strong", "b", "b");
const Italic = look("italic", "em", "i", "i");
const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [/^https?:/i, /^mailto:/i].map((kind) => ({
    tag: "a[href]",
    getAttrs: (element) => kind.test(element.getAttribute("href")) && null,
  })),
  renderHTML: ({ HTMLAttributes }) => ["a", HTMLAttributes, 0],
});

const Undo = Extension.create({
  name: "undo",
  addProseMirrorPlugins: () => [history()],
  addCommands: () => ({
    undo: () => ({ state, dispatch }) => undo(state, dispatch),
    redo: () => ({ state, dispatch }) => redo(state, dispatch),
  }),
  addKeyboardShortcuts() {
    const to = this.editor.commands;
    return { "Mod-z": () => to.undo(), "Mod-y": () => to.redo(), "Shift-Mod-z": () => to.redo() };
  },
});

const plain = (name, tag) =>
  Mark.create({
    name,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  });

const Note = Node.create({
  name: "note",
  group: "inline",
  inline: true,
  content: "text*",
  marks: "bold italic subscript superscript link",
  parseHTML: () => [{ tag: "span.note" }],
  renderHTML: () => ["span", { class: "note" }, 0],
});

const Mask = Mark.create({
  name: "mask",
  inclusive: false,
  addAttributes: () => ({
    ground: {
      default: null,
      parseHTML: (element) => element.dataset.ground ?? null,
      renderHTML: ({ ground }) => (ground === null ? {} : { "data-ground": ground }),
    },
  }),
  parseHTML: () => [{ tag: "span.mask" }],
  renderHTML: ({ HTMLAttributes }) => ["span", { class: "mask", ...HTMLAttributes }, 0],
});

const Picture = Node.create({
  name: "picture",
  group: "inline",
  inline: true,
  draggable: true,
  addAttributes: () => ({ src: { default: "" }, alt: { default: "" } }),
  parseHTML: () => [{ tag: 'img[src^="data:"]' }],
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
});

// Tab goes to the next cell, and from the last one out of the table: nobody is caught in it (WCAG 2.1.2).
const Grid = Table.extend({
  addAttributes: () => ({
    caption: {
      default: null,
      parseHTML: (element) => element.querySelector(":scope > caption")?.innerHTML ?? null,
      renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}),
    },
  }),
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  renderHTML: ({ HTMLAttributes }) => ["table", HTMLAttributes, ["tbody", 0]],
  addKeyboardShortcuts() {
    return { ...this.parent?.(), Tab: () => this.editor.commands.goToNextCell() };
  },
});
const Head = TableHeader.extend({
  addAttributes() {
    return { ...this.parent?.(), scope: { default: null } };
  },
});

export const extensions = [
  ...[Root, Text, Paragraph, Heading, Quote, Bullets, Numbers, Item, Break],
  ...[Bold, Italic, Link, Undo],
  plain("subscript", "sub"),
  plain("superscript", "sup"),
  Note,
  Mask,
  Picture,
  Grid.configure({ resizable: false }),
  TableRow,
  TableCell,
  Head,
];

// The section as the server keeps it: heads of tables as such, no looks, nothing for an empty section.
export function htmlOf(editor) {
  if (editor.isEmpty) return "";
  const box = new DOMParser().parseFromString(editor.getHTML(), "text/html").body;
  box.querySelectorAll("colgroup").forEach((one) => one.remove());
  box.querySelectorAll("[style]").forEach((one) => one.removeAttribute("style"));
  box.querySelectorAll("td, th").forEach((cell) => {
    for (const name of ["colspan", "rowspan"]) if (cell.getAttribute(name) === "1") cell.removeAttribute(name);
    cell.removeAttribute("colwidth");
  });
  box.querySelectorAll("table").forEach(headed);
  return box.innerHTML;
}

function headed(table) {
  const rows = [...table.rows];
  const first = rows.findIndex((row) => [...row.cells].some((cell) => cell.tagName === "TD"));
  if (first > 0) {
    const head = document.createElement("thead");
    head.append(...rows.slice(0, first));
    table.prepend(head);
  }
  if (table.dataset.caption) {
    const caption = document.createElement("caption");
    caption.textContent = new DOMParser().parseFromString(table.dataset.caption, "text/html").body.textContent;
    table.prepend(caption);
    table.removeAttribute("data-caption");
  }
}

// What must not get lost by being shown in the editor: the words, and how many there are of each kind of element.
const COUNTED = "strong,em,a,br,sub,sup,img,li,ul,ol,table,tr,td,th,caption,h3,h4,blockquote,span.note,span.mask";
export function signature(html) {
  const box = new DOMParser().parseFromString(html, "text/html").body;
  const counts = COUNTED.split(",").map((kind) => box.querySelectorAll(kind).length);
  return `${counts.join()} ${box.textContent.replace(/\s+/g, "")}`;
}
