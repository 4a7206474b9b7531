// The results of a class.  `data` is ClassView of ui/components/drill_class.py with `open` and `picked`; sends `open`
// (a chip), `pick` and `remove` (ids of runs).

const WEAK_SHARE = 0.6; // below the pass mark

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-class-results");
  const { open, picked, ...content } = data;
  const drawn = JSON.stringify(content);
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    root.replaceChildren(drawTable(content, setTriggerValue), ...drawGaps(content, setTriggerValue));
  }
  root.querySelectorAll("[data-run]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.run === picked)));
  root.querySelectorAll("[data-chip]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.chip === open)));
}

function drawTable(data, send) {
  return el("div", { css: "xj-pivot xj-class-table" }, el("table", {},
    el("thead", {}, el("tr", {}, ["姓名", ...data.columns.map((text) => text.split("　")), ...(data.writing ? [["文书", data.writing]] : []), "总分", "用时", ""].map((text) =>
      el("th", { scope: "col" }, Array.isArray(text) ? [text[0], el("span", { css: "xj-of" }, String(text[1]))] : text)))),
    el("tbody", {}, data.rows.map((row) => drawRun(row, data, send)))));
}

function drawRun(row, data, send) {
  const remove = el("button", { type: "button", css: "xj-drill-tool", title: "删除这份答卷", "aria-label": "删除 " + row.trainee + " 的答卷" }, "×");
  sure(remove, "确认删除", () => send("remove", row.id));
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", css: "xj-figure xj-run-name", "data-run": row.id, title: "查看答卷、改分", on: { click: () => send("pick", row.id) } }, row.trainee)),
    row.cells.map((cell) => el("td", { css: cell.share < WEAK_SHARE ? "xj-weak" : "" }, cell.text, cell.adjusted ? el("abbr", { title: "人工改分" }, "改") : null)),
    data.writing ? el("td", {}, row.writing || el("span", { css: "xj-zero" }, "待评")) : null,
    el("td", { css: "xj-total" }, row.total), el("td", {}, row.minutes ? row.minutes + "′" : ""), el("td", {}, remove));
}

function drawGaps(data, send) {
  if (!data.gaps.length) return [el("p", { css: "xj-empty" }, "没有失分的要点。")];
  return [
    el("h3", {}, "失分最多的要点"),
    el("ol", { css: "xj-gaps" }, data.gaps.map((gap) => el("li", {},
      el("div", { css: "xj-gap-head" }, el("span", { css: "xj-badge xj-outline" }, gap.stage),
        el("span", { css: "xj-gap-bar", title: "失分 " + Math.round(gap.share * 100) + "%" }, el("i", { style: "width:" + gap.share * 100 + "%" })),
        el("span", { css: "xj-from" }, gap.note)),
      el("div", { css: "xj-quote" }, el("span", { css: "xj-words" }, gap.text),
        gap.chips.map((chip) => el("button", { type: "button", css: "xj-chip", "data-chip": chip.id, title: chip.title + "，点开看原文", "aria-pressed": "false", on: { click: () => send("open", chip.id) } }, String(chip.number)))),
      el("div", { css: "xj-from" }, gap.place)))),
    data.more ? el("p", { css: "xj-from" }, "另有 " + data.more + " 个要点有失分，见下载的表格。") : null,
  ].filter(Boolean);
}
