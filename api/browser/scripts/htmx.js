// htmx, for the few places where a part of a page is fetched by itself. It styles nothing and keeps no history.
import htmx from "htmx.org/dist/htmx.esm.js";

htmx.config.includeIndicatorCSS = false;
window.htmx = htmx;
