package serve

// Addresses of the preview's own. They stand at the top of the host, whatever Options.Base is, under a name
// that no content path can have: a path of a page never begins with two underscores.
const (
	eventsPath = "/__waymark/events"
	scriptPath = "/__waymark/reload.js"
	stylePath  = "/__waymark/overlay.css"
)

// reloadScript listens to the events. It is a classic script without dependencies, and changes the page by
// classes only, because the pages' policy forbids inline style.
//
// A hidden tab closes its stream: browsers allow six connections to a host over HTTP/1.1, and a seventh tab
// would otherwise never load. It catches up when it is shown, because a stream begins with the state.
// EventSource connects again by itself after a broken connection, but gives up after an HTTP error: then
// the script tries again each second.
const reloadScript = `(function () {
  "use strict";
  var shown = document.currentScript.getAttribute("data-site");
  var source = null;
  var timer = 0;
  var current = ""; // the problems there are now
  var hidden = "";  // the problems that the reader has put away; other ones are shown again

  function panel() { return document.getElementById("waymark-problems"); }

  function show(html) {
    var old = panel();
    if (!html) {
      hidden = "";
      if (old) { old.remove(); }
      return;
    }
    if (html === hidden) { return; }
    var holder = document.createElement("div");
    holder.innerHTML = html;
    var now = holder.firstElementChild;
    if (old && old.outerHTML === now.outerHTML) { return; }
    if (old) { old.replaceWith(now); } else { document.body.append(now); }
  }

  function hide() {
    var p = panel();
    if (p && !p.classList.contains("waymark-problems-alone")) {
      hidden = current;
      p.remove();
    }
  }

  function close() {
    clearTimeout(timer);
    if (source) { source.close(); source = null; }
  }

  function open() {
    if (source || document.visibilityState === "hidden") { return; }
    source = new EventSource("` + eventsPath + `");
    source.addEventListener("state", function (e) {
      var state = JSON.parse(e.data);
      if (state.site !== shown) {
        close();
        location.reload();
        return;
      }
      current = state.problems;
      show(state.problems);
    });
    source.addEventListener("error", function () {
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        timer = setTimeout(open, 1000);
      }
    });
  }

  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") { close(); } else { open(); }
  });
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  document.addEventListener("keydown", function (e) { if (e.key === "Escape") { hide(); } });
  document.addEventListener("click", function (e) {
    if (e.target instanceof Element && e.target.closest(".waymark-problems-hide")) { hide(); }
  });
  open();
})();
`

// overlayStyle holds whatever the page's own styles may say: every rule is under the panel's own class.
const overlayStyle = `.waymark-problems {
  position: fixed; z-index: 2147483647; left: 0; right: 0; bottom: 0; box-sizing: border-box;
  max-height: 70vh; overflow: auto; margin: 0; padding: 16px 20px;
  color: #0b0c0c; background: #fff; border-top: 6px solid #b10e1e; box-shadow: 0 -2px 12px rgba(0, 0, 0, .3);
  font: 16px/1.45 system-ui, "Segoe UI", Arial, sans-serif; text-align: left;
}
.waymark-problems-alone { position: static; max-height: none; max-width: 60em; margin: 24px auto; box-shadow: none; }
.waymark-problems * { box-sizing: border-box; font-family: inherit; color: inherit; }
.waymark-problems-title { margin: 0 0 12px; padding-right: 6em; font-size: 20px; font-weight: 700; }
.waymark-problems-hide {
  position: absolute; top: 12px; right: 20px; min-height: 32px; padding: 4px 12px; font-size: 16px;
  color: #0b0c0c; background: #f3f2f1; border: 2px solid #0b0c0c; cursor: pointer;
}
.waymark-problems-hide:focus-visible { outline: 3px solid #fd0; outline-offset: 0; box-shadow: 0 0 0 6px #0b0c0c; }
.waymark-problems-alone .waymark-problems-hide { display: none; }
.waymark-problems-list { margin: 0; padding: 0; list-style: none; }
.waymark-problems-item { margin: 0 0 16px; padding: 0; }
.waymark-problems-place, .waymark-problems-message, .waymark-problems-hint, .waymark-problems-more { margin: 0; font-size: 16px; }
.waymark-problems-place { font-weight: 700; overflow-wrap: anywhere; }
.waymark-problems-severity { color: #b10e1e; font-weight: 700; }
.waymark-problems-warning .waymark-problems-severity { color: #594d00; }
.waymark-problems-source {
  margin: 6px 0; padding: 8px 12px; overflow: auto; background: #f3f2f1; border: 1px solid #b1b4b6;
  font: 14px/1.4 ui-monospace, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; tab-size: 4;
}
.waymark-problems .waymark-problems-source code { font: inherit; background: none; padding: 0; }
.waymark-near { max-width: 40em; margin: 24px auto; padding: 0 20px; font: 18px/1.5 system-ui, "Segoe UI", Arial, sans-serif; }
@media (prefers-color-scheme: dark) {
  .waymark-page { background: #0b0c0c; color: #fff; }
  .waymark-page a { color: #9fc8ee; }
}
@media print { .waymark-problems { display: none; } }
`
