// A document that is shown inside a page is as tall as it is: one scrolls the page, on a phone too.
function grow(frame) {
  const inside = frame.contentDocument?.documentElement;
  if (inside) frame.height = inside.scrollHeight + 16;
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("iframe[data-grows]").forEach((frame) => {
    frame.addEventListener("load", () => grow(frame));
    window.addEventListener("resize", () => grow(frame));
    grow(frame);
  });
});
