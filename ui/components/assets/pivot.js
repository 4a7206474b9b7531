// A table of counts whose figures are buttons.  `data` is PivotView of ui/components/pivot_table.py; sends `pick`
// ({row, column}; empty for a total).

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-pivot");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  const button = (count, row, column) =>
    count
      ? el("button", {
          type: "button",
          css: "xj-figure",
          "aria-pressed": String(data.picked !== null && data.picked[0] === row && data.picked[1] === column),
          "aria-label": [row || "全部", column || "合计", count + " 个问题"].join("，"),
          on: { click: () => setTriggerValue("pick", { row, column }) },
        }, String(count))
      : el("span", { css: "xj-zero" }, "·");
  root.replaceChildren(
    el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, data.corner), data.columns.map((column) => el("th", { scope: "col" }, column)), el("th", { scope: "col" }, "问题数"))),
      el("tbody", {},
        data.rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.label), row.counts.map((count, index) => el("td", {}, button(count, row.label, data.columns[index]))), el("td", { css: "xj-total" }, button(row.total, row.label, "")))),
        el("tr", { css: "xj-total" }, el("th", { scope: "row" }, "问题数"), data.totals.map((count, index) => el("td", {}, button(count, "", data.columns[index]))), el("td", {}, button(data.total, "", ""))))),
  );
}
