// Says that a review is overdue, and brings out what has changed lately. The page only holds the days: what they mean
// today is decided here, by the reader's own clock, so that a site that nobody has built for a year still tells the truth.

const lately = 90; // days for which a change is brought out

const day = (d) => `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`;

export function markChanged() {
  const now = new Date();
  const since = day(new Date(now.getFullYear(), now.getMonth(), now.getDate() - lately));
  for (const changed of document.querySelectorAll("time[data-changed]")) {
    if (changed.dateTime >= since && changed.dateTime <= day(now)) changed.parentElement.classList.add("wm-changed-lately");
  }
}

export function markOverdue() {
  const today = day(new Date());
  for (const due of document.querySelectorAll("time[data-review-due]")) {
    if (!due.dateTime || due.dateTime >= today) continue;
    const mark = document.createElement("strong");
    mark.className = "wm-overdue";
    mark.textContent = "Overdue";
    due.after(" ", mark);
  }
  // Above the text as well: who reads a page should know before reading that nobody has vouched for it lately.
  const about = document.querySelector(".wm-about time[data-review-due]");
  const title = document.querySelector(".wm-title");
  if (!about || !title || !about.dateTime || about.dateTime >= today) return;
  const note = document.createElement("p");
  note.className = "wm-overdue-note";
  note.textContent = `The review of this page was due on ${about.textContent}. It may still be right, but check with its owner.`;
  title.append(note);
}
