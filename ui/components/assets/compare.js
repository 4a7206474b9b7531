// Problems side by side.  `data` is CompareView of ui/components/compare.py; sends `open`, `basket`, `remove` and `back`.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-compare");
  const { open, ...content } = data;
  const drawn = JSON.stringify(content);
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    redraw(root, ".xj-compare-body", draw(content, setTriggerValue));
  }
  pressOpened(root, open);
}

function draw(data, send) {
  return [
    el("header", {},
      el("button", { type: "button", css: "xj-view xj-back", on: { click: () => send("back", true) } }, "← 返回列表"),
      el("h2", {}, "并排比较"),
      data.summary.map((line) => el("p", { css: "xj-from" }, line))),
    el("div", { css: "xj-compare-body", tabindex: "0" },
      el("table", { style: "--columns:" + data.columns.length },
        el("thead", {}, el("tr", {}, el("td", {}), data.columns.map((column) => drawColumn(column, data, send)))),
        el("tbody", {}, data.rows.map((row) => drawRow(row, send))))),
  ];
}

function drawColumn(column, data, send) {
  return el("th", { scope: "col" },
    el("button", { type: "button", css: "xj-close", title: "移出比较", "aria-label": "移出比较：" + column.title, on: { click: () => send("remove", column.id) } }, "×"),
    el("div", { css: "xj-problem-title" }, column.title),
    el("div", { css: "xj-problem-line" }, badge(column.status), column.badges.map(badge)),
    el("div", { css: "xj-from" }, column.place),
    basketButton(column.item, send));
}

function drawRow(row, send) {
  return el("tr", { css: row.cells.every((cell) => cell.quotes.length || cell.text) ? "" : "xj-uneven" },
    el("th", { scope: "row" }, row.title),
    row.cells.map((cell) => el("td", {},
      cell.text ? el("p", { css: "xj-cell-text" }, cell.text, cell.flag ? badge(cell.flag) : null) : null,
      cell.quotes.map((quote) => drawQuote(quote, send)),
      cell.text || cell.quotes.length ? null : el("span", { css: "xj-from" }, "—"))));
}
