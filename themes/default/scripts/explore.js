// The live chart. Each picture of a chart stands in the page, drawn when the site was built; beside it lies what it
// was drawn from. A button draws it again with the same library, so that a reader can point at figures or step
// through them with the keyboard. The library is loaded once, at the first press, as a classic script: pages
// opened from a folder can load nothing else. Whatever goes wrong, the picture stays.

const dark = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const bundles = new Map(); // address to promise
const live = new Set(); // charts that are shown now

export function exploreCharts() {
  for (const figure of document.querySelectorAll("figure[data-bundle]")) offer(figure);
  const redraw = () => {
    for (const chart of live) chart.draw();
  };
  dark.addEventListener("change", redraw);
  calm.addEventListener("change", redraw);
  let width = innerWidth;
  let wait;
  addEventListener("resize", () => {
    if (innerWidth === width) return; // a phone's bars come and go
    width = innerWidth;
    clearTimeout(wait);
    wait = setTimeout(redraw, 150);
  });
  // Paper gets the picture: the styles hide the live chart there.
}

function element(name, className, text) {
  const e = document.createElement(name);
  e.className = className;
  if (text) e.textContent = text;
  return e;
}

function button(text, press) {
  const b = element("button", "wm-explore-button", text);
  b.type = "button";
  b.addEventListener("click", press);
  return b;
}

// offer puts the button below a picture.
function offer(figure) {
  const source = figure.querySelector('script[type="application/json"]');
  const drawings = figure.querySelectorAll(".wm-wide, .wm-narrow");
  if (!source || drawings.length !== 2) return;
  const title = figure.querySelector(".wm-chart-title")?.textContent ?? "Chart";
  const tools = element("p", "wm-explore");
  const status = element("p", "wm-explore-status");
  status.setAttribute("role", "status");
  let chart;

  const toggle = button("Explore this chart", async () => {
    if (chart) {
      close();
      return;
    }
    toggle.disabled = true;
    try {
      const [echarts] = await Promise.all([load(figure.dataset.bundle)]);
      chart = open(echarts, figure, JSON.parse(source.textContent), title, status);
      drawings[0].before(chart.box);
      figure.classList.add("wm-exploring");
      chart.draw(); // after the box is in the page, since it has to be measured
      live.add(chart);
      toggle.textContent = "Show the picture";
      png.hidden = false;
      status.textContent = "Point at the chart, or move to it and use the arrow keys, to read each figure.";
      chart.box.focus();
    } catch (problem) {
      close();
      status.textContent = "The live chart cannot be shown here. The picture and the table hold the same figures.";
      console.warn(problem);
    } finally {
      toggle.disabled = false;
    }
  });
  const png = button("Save as PNG", async () => {
    try {
      await save(chart, title, figure);
      status.textContent = "Saved as PNG.";
    } catch (problem) {
      status.textContent = "This browser cannot save the chart as PNG. Download the SVG instead.";
      console.warn(problem);
    }
  });
  const close = () => {
    if (chart) {
      live.delete(chart);
      chart.close();
      chart = undefined;
    }
    figure.classList.remove("wm-exploring");
    toggle.textContent = "Explore this chart";
    png.hidden = true;
    status.textContent = "";
  };
  const named = element("span", "govuk-visually-hidden", `: ${title}`);
  toggle.setAttribute("aria-label", `Explore this chart: ${title}`);
  new MutationObserver(() => toggle.setAttribute("aria-label", `${toggle.textContent}: ${title}`)).observe(toggle, { childList: true });
  png.append(named);
  png.hidden = true;
  figure.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && chart) {
      close();
      toggle.focus();
    }
  });
  tools.append(toggle, " ", png);
  drawings[1].after(tools, status);
}

// load brings the library into the page, once for all charts.
function load(address) {
  if (!bundles.has(address)) {
    bundles.set(
      address,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => (globalThis.echarts ? resolve(globalThis.echarts) : reject(new Error("the chart library did not start")));
        script.onerror = () => {
          bundles.delete(address); // so that another press tries again
          script.remove();
          reject(new Error(`${address} could not be loaded`));
        };
        document.head.append(script);
      }),
    );
  }
  return bundles.get(address);
}

// open makes the box of a live chart. It is drawn anew when the scheme or the width changes: a chart made for
// light paper cannot be read on dark.
function open(echarts, figure, data, title, status) {
  const box = element("div", "wm-live");
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `Live chart: ${title}. The arrow keys move from figure to figure.`);
  const paper = element("div", "wm-live-paper");
  paper.setAttribute("aria-hidden", "true"); // its figures are read from the status line and the table
  box.append(paper);
  let chart;
  let points = [];
  let at = -1;

  const draw = () => {
    chart?.dispose();
    const room = box.clientWidth || 320;
    const shape = room >= 560 ? data.wide : data.narrow;
    points = shape.points;
    const option = coloured(shape.option, figure);
    const words = new Map(points.map(([series, index, text]) => [`${series}:${index}`, text]));
    const byIndex = new Map(points.map(([, index, text]) => [index, text]));
    option.animation = false;
    option.tooltip = {
      ...option.tooltip,
      renderMode: "richText",
      confine: true,
      transitionDuration: calm.matches ? 0 : 0.2,
      backgroundColor: colour(figure, "--chart-paper"),
      borderColor: colour(figure, "--chart-limit"),
      textStyle: { color: colour(figure, "--chart-ink"), fontSize: 13, fontFamily: "Arial, Helvetica, sans-serif" },
      formatter: (p) => wrapped((Array.isArray(p) ? byIndex.get(p[0]?.dataIndex) : words.get(`${p.seriesIndex}:${p.dataIndex}`)) ?? "", room < 560 ? 30 : 46),
    };
    let height = shape.height;
    if (shape.zoom) {
      height += 48;
      option.grid = [].concat(option.grid).map((g) => ({ ...g, bottom: Number(g.bottom) + 48 }));
      option.dataZoom = [
        { type: "inside", zoomOnMouseWheel: "ctrl" },
        { type: "slider", height: 24, bottom: 6, brushSelect: false, borderColor: colour(figure, "--chart-limit"), textStyle: { color: colour(figure, "--chart-muted") } },
      ];
    }
    paper.style.height = `${height}px`;
    chart = echarts.init(paper, null, { renderer: "svg", width: room, height });
    chart.setOption(option);
    at = -1;
  };
  const show = (to) => {
    if (!points.length) return;
    at = Math.min(Math.max(to, 0), points.length - 1);
    const [seriesIndex, dataIndex, text] = points[at];
    chart.dispatchAction({ type: "showTip", seriesIndex, dataIndex });
    status.textContent = text;
  };
  box.addEventListener("keydown", (e) => {
    const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at < 0 ? points.length - 1 : at - 1, ArrowUp: at < 0 ? points.length - 1 : at - 1, Home: 0, End: points.length - 1 };
    if (!(e.key in steps)) return;
    e.preventDefault();
    show(steps[e.key]);
  });
  return {
    box,
    draw,
    picture: () => chart.getDataURL({ type: "svg" }),
    size: () => [chart.getWidth(), chart.getHeight()],
    close: () => {
      chart?.dispose();
      box.remove();
    },
  };
}

const colour = (at, name) => getComputedStyle(at).getPropertyValue(name).trim();

// coloured is the option in the colours of the scheme in use.
function coloured(option, figure) {
  return JSON.parse(JSON.stringify(option).replace(/var\((--chart-[a-z-]+)\)/g, (_, name) => colour(figure, name)));
}

// wrapped breaks a text into lines, since a tooltip in a drawing does not do so itself.
function wrapped(text, letters) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] && (lines[last] + " " + word).length > letters) lines.push(word);
    else lines[last] += (lines[last] && " ") + word;
  }
  return lines.join("\n");
}

// save draws the live chart on a canvas, twice as large, with its title and where it comes from, and gives it to
// the browser as a file. The picture passes as a data address, which the policy of the pages allows.
async function save(chart, title, figure) {
  const [width, height] = chart.size();
  const image = new Image();
  image.src = chart.picture();
  await image.decode();
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const from = figure.dataset.source ?? "";
  pen.font = "bold 15px Arial, Helvetica, sans-serif";
  const head = broken(pen, title, width - 24);
  pen.font = "11px Arial, Helvetica, sans-serif";
  const foot = broken(pen, from, width - 24);
  const above = 16 + 20 * head.length;
  canvas.width = 2 * width;
  canvas.height = 2 * (above + height + 15 * foot.length + 10);
  pen.scale(2, 2);
  pen.fillStyle = colour(figure, "--chart-paper");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = colour(figure, "--chart-ink");
  pen.font = "bold 15px Arial, Helvetica, sans-serif";
  head.forEach((line, i) => pen.fillText(line, 12, 24 + 20 * i));
  pen.drawImage(image, 0, above, width, height);
  pen.font = "11px Arial, Helvetica, sans-serif";
  foot.forEach((line, i) => pen.fillText(line, 12, above + height + 12 + 15 * i));
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("the browser made no PNG");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  const file = figure.querySelector("a[href$='.svg']")?.getAttribute("href").split("/").pop(); // the same name as the other picture
  link.download = file ? file.replace(/svg$/, "png") : `${figure.dataset.indicator}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function broken(pen, text, room) {
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
