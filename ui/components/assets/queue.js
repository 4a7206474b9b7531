// Files chosen for taking in, or a batch under way, or its account.  `data` is QueueView of ui/components/queue.py;
// sends `drop` (the position of a file to be left out) and `go` (a document).

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-queue");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  const top = root.list ? root.list.scrollTop : 0;
  root.list = el("ol", {}, data.rows.map((row) => drawRow(row, setTriggerValue)));
  root.replaceChildren(
    ...(data.heading ? [el("h3", {}, data.heading)] : []),
    ...(data.share === null ? [] : [drawBar(data)]),
    ...(data.note ? [el("p", { css: "xj-plain", role: "status" }, data.note)] : []),
    root.list,
  );
  const working = data.share === null ? null : root.list.querySelector(".xj-working");
  root.list.scrollTop = working ? Math.max(0, working.offsetTop - root.list.offsetTop - root.list.clientHeight / 2) : top;
}

function drawBar(data) {
  const percent = Math.round(data.share * 100);
  return el("div", { css: "xj-progress", role: "progressbar", "aria-valuenow": String(percent), "aria-valuemin": "0", "aria-valuemax": "100", "aria-label": "收录进度" },
    el("div", { style: "width:" + percent + "%" }));
}

function drawRow(row, send) {
  return el(
    "li",
    { css: "xj-queued" + (row.working ? " xj-working" : "") },
    badge(row.state),
    el("span", { css: "xj-queued-name" },
      row.go ? el("button", { type: "button", css: "xj-view", on: { click: () => send("go", row.go) } }, row.name) : row.name,
      row.note ? el("span", { css: "xj-from" }, row.note) : null,
      row.remarks.map((text) => el("span", { css: "xj-remark" + (row.bad ? " xj-remark-bad" : "") }, text))),
    row.drop ? el("button", { type: "button", css: "xj-close", title: "不收录这个文件", "aria-label": "不收录 " + row.name, on: { click: () => send("drop", row.drop) } }, "×") : null,
  );
}
