// The saved drills.  `data` is {rows: [DrillRow of ui/components/drill_shelf.py], open, running}; sends `open`, `copy`
// and `remove` (ids).

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-shelf");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  root.replaceChildren(data.rows.length
    ? el("ul", {}, data.rows.map((row) => drawRow(row, data, setTriggerValue)))
    : el("p", { css: "xj-empty" }, data.running ? "还没有保存过演练。请先在“编排”中生成一份并保存。" : "还没有保存过演练。"));
}

function drawRow(row, data, send) {
  const remove = el("button", { type: "button", css: "xj-view" }, "删除");
  sure(remove, "再点一次，确认删除", () => send("remove", row.id));
  const alone = ["127.0.0.1", "localhost"].includes(location.hostname); // an address that leads nowhere on another machine
  const link = el("button", { type: "button", css: "xj-view", title: alone ? "在这台电脑上打开即可作答，不需要账号；别的电脑打不开" : "发给学员，打开即可作答，不需要账号" }, "复制学员链接");
  link.addEventListener("click", () => copyText(location.origin + location.pathname + "?drill=" + row.id, link, alone ? "✓ 已复制，只能在这台电脑上打开" : "✓ 已复制"));
  return el("li", { css: row.id === data.open ? "xj-shelf-on" : "" },
    el("button", { type: "button", css: "xj-shelf-open", "aria-pressed": String(row.id === data.open), on: { click: () => send("open", row.id) } },
      el("strong", {}, row.title), el("span", { css: "xj-from" }, row.note),
      el("span", { css: "xj-from" }, "保存于 " + row.saved + (row.runs ? "　已有 " + row.runs + " 份答卷" : ""))),
    el("div", { css: "xj-item-tools" }, data.running ? link : [
      el("button", { type: "button", css: "xj-view", on: { click: () => send("copy", row.id) } }, "复制一份"), link, remove]));
}
