// What a page does besides being read. Everything here is a kindness: without this file every word can still
// be read and every menu opened. Nothing is stored and nothing is fetched.

import { exploreCharts } from "./explore.js";
import { markChanged, markOverdue } from "./overdue.js";
import { makeTablesSortable } from "./sort.js";
import { dueDates } from "./due.js";
import { walks } from "./walk.js";

const wide = "(min-width: 62.5em)";

printWhatIsFolded();
unfoldForOldBrowsers();
followContents();
markOverdue();
markChanged();
makeTablesSortable();
exploreCharts();
walks();
dueDates();

// Paper cannot unfold: open every <details> for the printer and put each back as it was. Styles do the same
// in browsers that know ::details-content; this is for the others.
function printWhatIsFolded() {
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
    opened = [];
  });
}

// The styles show the menus unfolded where there is room, through ::details-content. A browser that does not
// know it gets them opened here, once, at load.
function unfoldForOldBrowsers() {
  if (CSS.supports("selector(::details-content)")) return;
  if (!matchMedia(wide).matches) return;
  for (const d of document.querySelectorAll(".wm-menu, .wm-side details")) d.open = true;
  if (matchMedia("(min-width: 78em)").matches) {
    for (const d of document.querySelectorAll(".wm-contents details")) d.open = true;
  }
}

// Marks in the contents the heading that is being read: the last one above the upper third of the window.
function followContents() {
  const links = new Map();
  for (const a of document.querySelectorAll(".wm-contents a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(a.hash.slice(1)));
    if (heading) links.set(heading, a);
  }
  if (!links.size || !("IntersectionObserver" in window)) return;

  const headings = [...links.keys()];
  let current;
  const mark = () => {
    const line = innerHeight / 3;
    const above = headings.filter((h) => h.getBoundingClientRect().top < line);
    const next = links.get(above[above.length - 1]);
    if (next === current) return;
    if (current) current.removeAttribute("aria-current");
    if (next) next.setAttribute("aria-current", "location");
    current = next;
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  for (const h of headings) watch.observe(h);
}
