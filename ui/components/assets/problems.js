// A list of problems.  `data` is ProblemsView of ui/components/problems.py; sends `open` (an id), `pick`
// ({ids}: all that are picked, so that quick clicks cannot overtake each other), `more` and `compare`.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-problems");
  const { open, picked, ...content } = data;
  const drawn = JSON.stringify(content);
  root.send = setTriggerValue;
  root.picked = picked;
  if (root.drawn !== drawn) {
    const first = content.rows.length ? content.rows[0].id : "";
    const top = root.first === first && root.list ? root.list.scrollTop : 0;
    root.drawn = drawn;
    root.first = first;
    draw(root, content);
    root.list.scrollTop = top;
  }
  root.querySelectorAll(".xj-problem").forEach((node) => {
    node.querySelector(".xj-problem-open").setAttribute("aria-pressed", String(node.dataset.id === open));
    const box = node.querySelector("input");
    if (!box) return;
    box.checked = picked.includes(node.dataset.id);
    box.disabled = !box.checked && picked.length >= data.most;
  });
  if (root.tray) drawTray(root, picked, data);
}

function draw(root, data) {
  root.list = el("ol", { css: "xj-problem-list" }, data.rows.map((row) => drawRow(row, root, data.most > 0)));
  if (data.left) {
    const more = el("button", { type: "button", css: "xj-button", on: { click: () => root.send("more", true) } }, "再显示一些（还有 " + data.left + " 个）");
    root.list.append(el("li", { css: "xj-more-row" }, more));
  }
  root.list.addEventListener("keydown", (event) => step(event, root.list));
  root.tray = data.most ? el("div", { css: "xj-tray" }) : null;
  root.replaceChildren(
    el("div", { css: "xj-list-head" }, el("h2", {}, data.heading), data.note ? el("span", { css: "xj-from" }, data.note) : null),
    data.rows.length ? root.list : el("p", { css: "xj-empty" }, data.empty),
    ...(root.tray ? [root.tray] : []),
  );
}

// Arrow keys go from problem to problem.
function step(event, list) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move || event.target.tagName === "INPUT") return;
  const buttons = [...list.querySelectorAll(".xj-problem-open")];
  const next = buttons[buttons.indexOf(event.target) + move];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

function drawRow(row, root, picking) {
  const box = picking
    ? el("input", { type: "checkbox", title: "选入比较", "aria-label": "选入比较：" + row.title, on: { change: (event) => pick(root, row.id, event.target.checked) } })
    : null;
  return el(
    "li",
    { css: "xj-problem" + (picking ? "" : " xj-no-box"), "data-id": row.id },
    box,
    el(
      "button",
      { type: "button", css: "xj-problem-open", on: { click: () => root.send("open", row.id) } },
      el("span", { css: "xj-problem-title" }, row.title),
      el("span", { css: "xj-problem-line" }, badge(row.status), row.badges.map(badge), row.flag ? badge(row.flag) : null),
      el("span", { css: "xj-from" }, row.place),
      el("span", { css: "xj-from" }, row.facts),
    ),
  );
}

function pick(root, id, on) {
  root.picked = root.picked.filter((other) => other !== id).concat(on ? [id] : []);
  root.send("pick", { ids: root.picked });
}

function drawTray(root, picked, data) {
  const ready = picked.length >= data.fewest;
  root.tray.replaceChildren(...[
    el("span", { css: "xj-from" }, picked.length ? "已选 " + picked.length + " 个" + (ready ? "" : "，再选 1 个即可比较") : "勾选 " + data.fewest + "～" + data.most + " 个问题，可并排比较"),
    picked.length ? el("button", { type: "button", css: "xj-view", on: { click: () => root.send("pick", { ids: [] }) } }, "取消") : null,
    el("button", { type: "button", css: "xj-button xj-strong", disabled: !ready, on: { click: () => root.send("compare", true) } }, "并排比较"),
  ].filter(Boolean));
}
