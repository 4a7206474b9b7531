// The list of documents.  `data` is LibraryView of ui/components/library.py with the id that is `open`; sends `open`.
// Narrowing happens here, at once: the whole list is in the browser.

const FEW = 8; // shorter lists are read faster than typed for

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-library");
  const { open, ...content } = data;
  const drawn = JSON.stringify(content);
  root.send = setTriggerValue;
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    root.narrowed ||= { text: "", kind: "", order: "added" };
    if (!content.kinds.some((kind) => kind.value === root.narrowed.kind)) root.narrowed.kind = "";
    draw(root, content);
  }
  root.querySelectorAll(".xj-entry").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.id === open)));
}

function draw(root, data) {
  const top = root.list ? root.list.scrollTop : 0;
  const find = el("input", { type: "search", css: "xj-find", placeholder: "标题、文件名、单位中的词语", "aria-label": "按词语筛选资料" });
  find.value = root.narrowed.text;
  find.addEventListener("input", () => {
    root.narrowed.text = find.value.trim();
    narrow(root, data);
  });
  root.head = el("h2", {});
  root.list = el("ol", { css: "xj-problem-list" });
  root.list.addEventListener("keydown", (event) => step(event, root.list));
  const order = el("button", { type: "button", css: "xj-view" });
  const label = () => (order.textContent = root.narrowed.order === "added" ? "按收录时间" : "按标题");
  order.title = "点击切换排序";
  order.addEventListener("click", () => {
    root.narrowed.order = root.narrowed.order === "added" ? "title" : "added";
    label();
    narrow(root, data);
  });
  label();
  root.chips = el("div", { css: "xj-chips" }, data.kinds.map((kind) =>
    el("button", { type: "button", css: "xj-filter-chip", "data-kind": kind.value, on: { click: () => {
      root.narrowed.kind = root.narrowed.kind === kind.value ? "" : kind.value;
      narrow(root, data);
    } } }, kind.label, el("span", { css: "xj-count" }, String(kind.number)))));
  root.replaceChildren(
    el("div", { css: "xj-list-head" }, root.head, order),
    ...(data.rows.length >= FEW ? [find] : []),
    root.chips,
    root.list,
  );
  narrow(root, data);
  root.list.scrollTop = top;
}

function narrow(root, data) {
  const { text, kind, order } = root.narrowed;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = data.rows.filter((row) => (!kind || row.groups.includes(kind)) && words.every((word) => row.words.includes(word)));
  if (order === "title") rows.sort((a, b) => a.title.localeCompare(b.title, "zh"));
  const pressed = root.list.querySelector('[aria-pressed="true"]')?.dataset.id;
  root.head.textContent = rows.length === data.rows.length ? data.rows.length + " 份资料" : rows.length + " / " + data.rows.length + " 份资料";
  root.chips.querySelectorAll("button").forEach((chip) => chip.setAttribute("aria-pressed", String(chip.dataset.kind === kind)));
  root.list.replaceChildren(...(rows.length ? rows.map((row) => drawRow(row, root, pressed)) : [el("li", { css: "xj-empty-row" }, "没有符合条件的资料。")]));
}

function drawRow(row, root, pressed) {
  return el(
    "li",
    { css: "xj-problem xj-no-box" },
    el(
      "button",
      { type: "button", css: "xj-problem-open xj-entry", "data-id": row.id, "aria-pressed": String(row.id === pressed), on: { click: () => root.send("open", row.id) } },
      el("span", { css: "xj-problem-title" }, row.title),
      el("span", { css: "xj-problem-line" }, badge({ text: row.kind, tone: "blue" }), row.badges.map(badge), el("span", { css: "xj-from" }, row.facts)),
      el("span", { css: "xj-from xj-file" }, row.file),
    ),
  );
}

// Arrow keys go from entry to entry.
function step(event, list) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move) return;
  const buttons = [...list.querySelectorAll(".xj-entry")];
  const next = buttons[buttons.indexOf(event.target) + move];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
