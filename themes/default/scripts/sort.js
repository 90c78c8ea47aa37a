// Tables that can be put in another order. Without this file a table stands in the order in which it was
// written, which makes sense by itself; so the buttons are made here and not in the page.
//
// table[data-sortable] > thead th[data-sort="number"|"text"]. A cell sorts by its data-key, or by its words.
// An empty key sorts last, whichever way the rest goes.

export function makeTablesSortable() {
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.dataset.sort) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "wm-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, heads, column));
    });
  }
}

function sort(table, heads, column) {
  const head = heads[column];
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");

  const numbers = head.dataset.sort === "number";
  const key = (row) => {
    const cell = row.cells[column];
    const text = cell.dataset.key ?? cell.textContent.trim();
    return numbers && text !== "" ? Number(text) : text;
  };
  const compare = (a, b) => (numbers ? a - b : a.localeCompare(b, "en-GB"));
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [key(row), row]);
  rows.sort(([a], [b]) => {
    if (a === "" || b === "") return (a === "") - (b === "");
    return down ? compare(b, a) : compare(a, b);
  });
  body.append(...rows.map(([, row]) => row));
}
