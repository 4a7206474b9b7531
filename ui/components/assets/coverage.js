// The list of official documents.  `data` is CoverageView of ui/components/coverage.py; sends `state` (which are
// shown) and `go` (a document that holds one).

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-coverage");
  const drawn = JSON.stringify(data);
  root.send = setTriggerValue;
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  root.words ||= "";
  const find = el("input", { type: "search", css: "xj-find", placeholder: "文件名、机关、用途中的词语", "aria-label": "按词语筛选清单" });
  find.value = root.words;
  const rows = data.rows.map((row) => drawRow(row, root));
  const body = el("tbody", {}, rows);
  const none = el("p", { css: "xj-empty" }, "没有符合条件的文件。");
  const narrow = () => {
    root.words = find.value.trim();
    const words = root.words.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row, index) => (row.hidden = !words.every((word) => data.rows[index].words.includes(word))));
    none.hidden = rows.some((row) => !row.hidden);
  };
  find.addEventListener("input", narrow);
  root.replaceChildren(
    el("div", { css: "xj-coverage-head" },
      el("div", { css: "xj-chips" }, data.states.map((state) =>
        el("button", { type: "button", css: "xj-filter-chip", "aria-pressed": String(state.on), on: { click: () => root.send("state", state.value) } },
          state.label, el("span", { css: "xj-count" }, String(state.number))))),
      find),
    el("div", { css: "xj-coverage-body" },
      el("table", {},
        el("thead", {}, el("tr", {}, ["状态", "文件", "为什么要有", "到哪里找"].map((head) => el("th", { scope: "col" }, head)))),
        body),
      none),
  );
  narrow();
}

function drawRow(row, root) {
  return el(
    "tr",
    {},
    el("td", {}, badge(row.state)),
    el("th", { scope: "row" }, el("span", { css: "xj-problem-title" }, row.title), el("span", { css: "xj-from" }, row.issuer),
      row.held.map((held) => el("button", { type: "button", css: "xj-view", on: { click: () => root.send("go", held.id) } }, "查看：" + held.text))),
    el("td", {}, row.why),
    el("td", {}, row.publish.map((place) => el("div", { css: "xj-place" }, place))),
  );
}
