// The form of the due dates page. Days are typed in and worked out here, in the page. Nothing is stored or sent, and
// there is no place to type anything but a day.

import { calendar, day, due, ics, parts, text, weekday } from "./dates.js";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function dueDates() {
  for (const section of document.querySelectorAll(".wm-due[data-due]")) start(section, JSON.parse(section.dataset.due));
}

function words(d) {
  const { year, month, date } = parts(d);
  return WEEKDAYS[weekday(d)] + " " + date + " " + MONTHS[month - 1] + " " + year;
}

function make(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function start(section, data) {
  const known = calendar(data.holidays);
  const rules = new Map(data.rules.map((r) => [r.id, r]));
  const inputs = new Map();

  const field = (clock) => {
    const id = section.id + "-" + clock.id;
    const input = make("input", { type: "date", id, class: "wm-due-input", min: text(known.first), max: text(known.last), autocomplete: "off" });
    inputs.set(clock.id, input);
    return make("div", { class: "wm-due-field" }, make("label", { for: id }, clock.words), input);
  };
  const events = make("fieldset", {}, make("legend", {}, "Days that you know"), ...data.clocks.filter((c) => !c.rule).map(field));
  const met = data.clocks.filter((c) => c.rule);
  const form = make("form", { class: "wm-due-form", autocomplete: "off" }, events);
  if (met.length) {
    form.append(make("fieldset", {}, make("legend", {}, "What has already taken place"), make("p", { class: "wm-due-hint" }, "The next one then counts from that day. Leave a field empty and the last day in time is taken."), ...met.map(field)));
  }
  form.append(make("p", { class: "wm-due-hint" }, "Worked out in this page as you type. Nothing is stored or sent, and nothing about a child can be typed in but these days."));
  const clear = make("button", { type: "reset", class: "wm-button" }, "Clear");
  form.append(make("p", { class: "wm-due-buttons" }, clear));

  const count = make("p", { role: "status", class: "wm-due-count" });
  const result = make("div", { class: "wm-due-result" });
  section.prepend(form, count, result);

  let address = "";
  const show = () => {
    if (address) URL.revokeObjectURL(address);
    address = "";
    const typed = {};
    const outside = [];
    for (const [id, input] of inputs) {
      const d = day(input.value);
      if (d === null) continue;
      if (known.covers(d)) typed[id] = d;
      else outside.push(input);
    }
    for (const [, input] of inputs) input.setAttribute("aria-invalid", String(outside.includes(input)));
    result.replaceChildren();
    if (outside.length) {
      const [a, b] = [parts(known.first).year, parts(known.last).year];
      result.append(make("p", { class: "wm-due-warning" }, "Give a day between " + a + " and " + b + ": bank holidays are known for those years."));
    }
    const found = due(data.rules, typed, known, data.months);
    if (!found.length) {
      const onlyMet = data.clocks.some((c) => c.rule && c.id in typed) && !data.clocks.some((c) => !c.rule && c.id in typed);
      count.textContent = onlyMet ? "Give the day on which it began as well." : "";
      return;
    }
    const dated = found.filter((d) => d.on !== null);
    count.textContent = dated.length === 1 ? "1 date" : dated.length + " dates";
    result.append(table(found, typed), ...notes(found), buttons(dated, typed));
  };

  const table = (found, typed) => {
    const from = data.clocks.filter((c) => c.id in typed).map((c) => c.words + ": " + words(typed[c.id]));
    const body = make("tbody", {});
    for (const d of found) {
      const rule = rules.get(d.rule);
      const title = rule.href ? make("a", { href: rule.href }, rule.title) : document.createTextNode(rule.title);
      const what = make("th", { scope: "row" }, title);
      if (rule.repeats) what.append(" (" + d.number + ")");
      const on = make("td", {});
      if (d.on === null) on.append("Cannot be given: the bank holidays after " + parts(known.last).year + " are not known");
      else on.append(make("time", { datetime: text(d.on) }, words(d.on)), d.closed ? " (not a working day)" : "");
      body.append(make("tr", {}, on, what, make("td", {}, rule.words + ". " + rule.basis + ".")));
    }
    const head = make("thead", {}, make("tr", {}, ...["Due by", "What", "Rule"].map((w) => make("th", { scope: "col" }, w))));
    return make("div", { class: "wm-table", tabindex: "0", role: "region", "aria-label": "Dates worked out" }, make("table", {}, make("caption", {}, "Due dates. " + from.join(". ") + "."), head, body));
  };

  // What has to be known about the dates, once each.
  const notes = (found) => {
    const all = [];
    if (data.computed && found.some((d) => d.on !== null && d.on >= day(data.computed) && rules.get(d.rule).unit === "working days")) {
      all.push("Bank holidays from " + data.computed.slice(0, 4) + " on have still to be announced: a date counted in working days may move.");
    }
    for (const id of new Set(found.map((d) => d.rule))) {
      const rule = rules.get(id);
      if (rule.confirm) all.push(rule.title + ": to be confirmed: " + rule.confirm + ".");
    }
    return all.length ? [make("ul", { class: "wm-due-notes" }, ...all.map((n) => make("li", {}, n)))] : [];
  };

  const buttons = (dated, typed) => {
    const print = make("button", { type: "button", class: "wm-button" }, "Print these dates");
    print.addEventListener("click", () => window.print());
    const row = make("p", { class: "wm-due-buttons" }, print);
    if (dated.length) {
      const first = Math.min(...Object.values(typed));
      const stamps = data.clocks.filter((c) => c.id in typed).map((c) => c.id + "-" + text(typed[c.id])).join("-");
      const file = ics(
        dated.map((d) => {
          const rule = rules.get(d.rule);
          return {
            uid: [d.rule, d.number, stamps].join("-") + "@" + data.site + ".waymark.invalid",
            on: d.on,
            summary: "Due: " + rule.title + (rule.repeats ? " (" + d.number + ")" : ""),
            description: rule.words + ". " + rule.basis + (d.closed ? ". Not a working day." : "."),
          };
        }),
        first,
      );
      address = URL.createObjectURL(new Blob([file], { type: "text/calendar;charset=utf-8" }));
      row.append(make("a", { href: address, download: "due-dates-" + text(first) + ".ics", class: "wm-button" }, "Put them into a calendar (.ics)"));
    }
    return row;
  };

  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  form.addEventListener("submit", (e) => e.preventDefault());
  show();
}
