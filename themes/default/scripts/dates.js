// What falls due when. The same rules as the Go package dates, whose test holds this file to it for every day of
// several years, so it uses nothing of a browser. A day is a whole number of days since 1 January 1970, or null when
// it is not known.

const DAY = 86400000;
const MOST_REPEATS = 60;

// day reads "2026-01-05"; null for anything that is no day of the calendar.
export function day(text) {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!m) return null;
  const [year, month, date] = [+m[1], +m[2], +m[3]];
  if (year < 1 || month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) return null;
  return fromParts(year, month, date);
}

// text is the day as "2026-01-05"; "" when it is not known.
export function text(d) {
  if (d === null) return "";
  const { year, month, date } = parts(d);
  return String(year).padStart(4, "0") + "-" + String(month).padStart(2, "0") + "-" + String(date).padStart(2, "0");
}

// weekday is 0 for a Sunday, as in Date.
export function weekday(d) {
  return (((d + 4) % 7) + 7) % 7;
}

export function parts(d) {
  const t = new Date(d * DAY);
  return { year: t.getUTCFullYear(), month: t.getUTCMonth() + 1, date: t.getUTCDate() };
}

function fromParts(year, month, date) {
  const t = new Date(0);
  t.setUTCFullYear(year, month - 1, date); // Date.UTC takes the year 26 for 1926
  return Math.round(t.getTime() / DAY);
}

function daysIn(year, month) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

// calendar knows the working days of the years that it is given bank holidays of.
export function calendar(holidays) {
  const days = new Set(holidays.map(day));
  const years = holidays.map((h) => +h.slice(0, 4));
  const first = fromParts(Math.min(...years), 1, 1);
  const last = fromParts(Math.max(...years), 12, 31);
  return {
    first,
    last,
    covers: (d) => d !== null && d >= first && d <= last,
    workingDay: (d) => weekday(d) !== 0 && weekday(d) !== 6 && !days.has(d),
  };
}

function addWorkingDays(d, n, known) {
  if (d === null || n < 0) return null;
  while (n > 0) {
    d++;
    if (!known.covers(d)) return null;
    if (known.workingDay(d)) n--;
  }
  return d;
}

// addMonths gives the last day of the month when the month is shorter.
export function addMonths(d, n) {
  if (d === null) return null;
  const { year, month, date } = parts(d);
  const index = year * 12 + month - 1 + n;
  const y = Math.floor(index / 12);
  if (y < 1 || y > 9999) return null;
  const m = (index % 12) + 1;
  return fromParts(y, m, Math.min(date, daysIn(y, m)));
}

function add(d, amount, unit, known) {
  if (d === null) return null;
  switch (unit) {
    case "days":
      return d + amount;
    case "working days":
      return addWorkingDays(d, amount, known);
    case "weeks":
      return d + 7 * amount;
    case "months":
      return addMonths(d, amount);
    case "years":
      return addMonths(d, 12 * amount);
  }
  return null;
}

// due works out all that falls due. typed holds days by the name of an event, or by the id of a rule that was met.
// Each result has the rule's id, a number from 1, the day (null when the bank holidays on the way are not known), and
// whether it is no working day.
export function due(rules, typed, known, months) {
  const byID = new Map(rules.map((r) => [r.id, r]));
  const typedDay = (name) => (Object.prototype.hasOwnProperty.call(typed, name) ? typed[name] : null);
  const eventOf = (r) => {
    for (let n = 0; n <= rules.length; n++) {
      if (!byID.has(r.from)) return r.from;
      r = byID.get(r.from);
    }
    return null;
  };
  const startOf = (r) => {
    const on = typedDay(r.from);
    if (on !== null) return on;
    const before = byID.get(r.from);
    return before ? add(startOf(before), before.amount, before.unit, known) : null;
  };
  const all = [];
  for (const r of rules) {
    const event = eventOf(r);
    if (event === null || typedDay(event) === null) continue;
    const end = addMonths(typedDay(event), months);
    let on = startOf(r);
    for (let n = 1; n <= MOST_REPEATS; n++) {
      on = add(on, r.amount, r.unit, known);
      if (n > 1 && (on === null || on > end)) break;
      all.push({ rule: r.id, number: n, on, closed: on !== null && known.covers(on) && !known.workingDay(on) });
      if (!r.repeats) break;
    }
  }
  const far = (d) => (d === null ? Infinity : d);
  return all.map((d, i) => [d, i]).sort(([a, i], [b, j]) => (far(a.on) === far(b.on) ? i - j : far(a.on) < far(b.on) ? -1 : 1)).map(([d]) => d);
}

// ics writes a calendar file (RFC 5545) of whole-day entries. Each entry has uid, on, summary and description; stamp is
// the day that the entries were worked out from, so that the same days give the same file.
export function ics(entries, stamp) {
  const compact = (d) => text(d).replace(/-/g, "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Waymark//Due dates//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"];
  for (const e of entries) {
    lines.push(
      "BEGIN:VEVENT",
      "UID:" + e.uid,
      "DTSTAMP:" + compact(stamp) + "T000000Z",
      "DTSTART;VALUE=DATE:" + compact(e.on),
      "DTEND;VALUE=DATE:" + compact(e.on + 1),
      "SUMMARY:" + escapeText(e.summary),
      "DESCRIPTION:" + escapeText(e.description),
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    );
  }
  lines.push("END:VCALENDAR");
  return lines.map(fold).join("\r\n") + "\r\n";
}

function escapeText(s) {
  return s.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

// fold breaks a line after at most 75 bytes of UTF-8, never within a character. The next line begins with a space.
function fold(line) {
  let out = "";
  let bytes = 0;
  for (const c of line) {
    const code = c.codePointAt(0);
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes + size > 75) {
      out += "\r\n ";
      bytes = 1;
    }
    out += c;
    bytes += size;
  }
  return out;
}
