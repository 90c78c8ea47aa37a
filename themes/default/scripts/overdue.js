// Says that a review is overdue. The page only holds the day: whether it is past is decided here, by the reader's
// own clock, so that a site that nobody has built for a year still tells the truth.

export function markOverdue() {
  const now = new Date();
  const today = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
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
