// The walk through a flowchart, one question at a time. Without this file each step is a section that its address
// shows, and answers are links. This adds the way taken so far, with a link to change each answer, and a record of it on
// paper for training. The way is kept in the browser's history, beside the address, and nowhere else: nothing is stored
// or sent, and there is nothing to type in.

export function walks() {
  for (const walk of document.querySelectorAll(".wm-walk")) start(walk);
}

function make(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

// said is what a step says, without the label of its kind and without its lane.
function said(step) {
  const copy = step.querySelector(".wm-flow-text").cloneNode(true);
  for (const part of copy.querySelectorAll(".wm-flow-kind, .wm-flow-lane")) part.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}

function start(walk) {
  const steps = [...walk.querySelectorAll(".wm-walk-step")];
  const byID = new Map(steps.map((s) => [s.id, s]));
  const choices = (step) => step.querySelectorAll(".wm-walk-answers a").length;
  const number = (step) => step.querySelector(".wm-walk-number").textContent.split(" of ")[0];
  const trail = make("div", "wm-walk-trail");
  trail.hidden = true;
  steps[steps.length - 1].after(trail); // the question comes first, what has been answered after it

  let next = null; // the way that the link just followed leads to
  let way = []; // of {step, answer}: ids of steps and the words of the answers given there, "" where there was no choice

  const current = () => byID.get(decodeURIComponent(location.hash.slice(1)));
  const sound = (saved) => Array.isArray(saved) && saved.every((s) => s && byID.has(s.step) && typeof s.answer === "string");

  walk.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const step = link.closest(".wm-walk-step");
    if (link.closest(".wm-walk-answers")) next = [...(step === (current() || steps[0]) ? way : []), { step: step.id, answer: choices(step) > 1 ? link.textContent : "" }];
    else if (link.dataset.at) next = way.slice(0, +link.dataset.at);
    else next = [];
    // The address is this step's already, as when an answer leads to the step itself: no event will come.
    if (decodeURIComponent(link.hash) === decodeURIComponent(location.hash)) arrive();
  });
  addEventListener("hashchange", arrive);

  function arrive() {
    const step = current();
    if (!step) {
      next = null;
      return;
    }
    if (next) {
      way = next;
      next = null;
      history.replaceState({ wmWalk: walk.id, way }, "");
    } else {
      const saved = history.state;
      way = saved && saved.wmWalk === walk.id && sound(saved.way) ? saved.way : [];
    }
    walk.open = true;
    draw(step);
    const heading = step.querySelector(".wm-walk-number");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  function draw(step) {
    trail.hidden = way.length === 0;
    trail.replaceChildren();
    if (!way.length) return;
    const list = make("ol", "");
    way.forEach((taken, i) => {
      const from = byID.get(taken.step);
      const item = make("li", "", make("span", "wm-walk-taken", number(from) + ": " + said(from)));
      list.append(item);
      if (!taken.answer) return; // there was no choice
      const change = make("a", "", "Change", make("span", "govuk-visually-hidden", " the answer at " + number(from).toLowerCase()));
      change.href = "#" + encodeURIComponent(taken.step);
      change.dataset.at = i;
      item.append(" ", make("strong", "", taken.answer), " ", change);
    });
    const print = make("button", "wm-button", "Print the way taken");
    print.type = "button";
    print.addEventListener("click", () => printRecord(step));
    trail.append(make("p", "wm-walk-heading", "Your way to here"), list, print);
  }

  // printRecord puts the record at the end of the page for the printer and takes it away again.
  function printRecord(step) {
    const title = walk.closest(".wm-flowchart").querySelector(".wm-flow-title");
    const list = make("ol", "");
    const line = (at, answer) => {
      const item = make("li", "", make("p", "", number(at) + ": " + said(at)));
      if (answer) item.append(make("p", "", "Answer: ", make("strong", "", answer)));
      for (const t of at.querySelectorAll(".wm-flow-timescales")) item.append(make("p", "", t.textContent));
      list.append(item);
    };
    for (const taken of way) line(byID.get(taken.step), taken.answer);
    line(step, "");
    const end = step.classList.contains("wm-flow-outcome") ? "The chart ends here." : "The way was not finished.";
    const name = document.querySelector("h1");
    const record = make("section", "wm-walk-record", make("h2", "", "Record of the route taken"), make("p", "", title.textContent), list, make("p", "", end),
      make("p", "wm-walk-purpose", "For training. It says which answers were tried in the chart, holds nothing about a child, and is no part of a child’s record." + (name ? " Page: " + name.textContent.trim() + "." : "")));
    document.body.append(record);
    document.documentElement.classList.add("wm-printing-record");
    const done = () => {
      document.documentElement.classList.remove("wm-printing-record");
      record.remove();
      removeEventListener("afterprint", done);
    };
    addEventListener("afterprint", done);
    window.print();
  }

  if (current()) arrive();
}
