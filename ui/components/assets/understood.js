// A document in detail.  `data` is UnderstoodView of ui/components/understood.py with the id that is `open`, or null
// while none was chosen; sends `open` (a place), `go` (another document), `act` (correct, again, remove, read, back)
// and `undo` (a correction).

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-understood");
  if (!data) {
    if (root.drawn !== "") root.replaceChildren(drawEmpty());
    root.drawn = "";
    root.shown = "";
    return;
  }
  const { open, ...content } = data;
  const drawn = JSON.stringify(content);
  if (root.drawn !== drawn) {
    if (root.shown !== content.id) root.replaceChildren(); // another document begins at its top
    // What is unfolded is kept beyond this element: it is made anew when a source opens beside it.
    root.folds = (globalThis.xunjianFolds ||= {})[content.id] ||= {};
    const fresh = root.shown !== content.id;
    root.shown = content.id;
    root.drawn = drawn;
    redraw(root, ".xj-detail-body", draw(content, setTriggerValue, root));
    if (fresh && open) reveal(root, open);
  }
  pressOpened(root, open);
}

// Scrolls to the part that was opened, inside the panel alone.
function reveal(root, open) {
  const node = root.querySelector('[data-open="' + CSS.escape(open) + '"]');
  const body = root.querySelector(".xj-detail-body");
  if (node && body) body.scrollTop += node.getBoundingClientRect().top - body.getBoundingClientRect().top - body.clientHeight / 3;
}

function drawEmpty() {
  return el("div", { css: "xj-hint" }, el("h3", {}, "资料详情"),
    el("p", {}, "点左边的一份资料，这里列出系统是怎样理解它的：结构、清洗改动、遮盖的个人信息、完整性和版本；判断有误可以更正。"));
}

function draw(data, send, root) {
  const act = (name, label, css) => el("button", { type: "button", css: css || "xj-button", on: { click: () => send("act", name) } }, label);
  return [
    el(
      "header",
      {},
      data.back ? el("button", { type: "button", css: "xj-view xj-back", on: { click: () => send("act", "back") } }, "← 返回列表") : null,
      el("h2", {}, data.title),
      el("div", { css: "xj-problem-line" }, badge({ text: data.kind, tone: "blue" }), data.badges.map(badge)),
      el("div", { css: "xj-from" }, data.reason),
      el("div", { css: "xj-detail-tools" },
        act("read", "查看原文"), act("correct", "更正…"), act("again", "重新收录"), act("remove", "移出…", "xj-button xj-danger")),
    ),
    el("div", { css: "xj-detail-body", tabindex: "0" },
      data.said.map((line) => el("p", { css: "xj-notice xj-" + line.tone }, line.text)),
      data.sections.map((section) => drawSection(section, send, root))),
  ];
}

function drawSection(section, send, root) {
  const node = el(
    "details",
    { css: "xj-section", open: root.folds[section.key] ?? section.open },
    el("summary", {}, section.title, section.count ? el("span", { css: "xj-count" }, section.count) : null, section.badge ? badge(section.badge) : null),
    section.lead ? el("p", { css: "xj-plain" }, section.lead) : null,
    section.notes.map((text) => el("p", { css: "xj-notice xj-warn" }, text)),
    section.facts.length ? el("dl", { css: "xj-detail-facts" }, section.facts.map(([name, text]) => [el("dt", {}, name), el("dd", {}, text)])) : null,
    section.tree.length ? el("ul", { css: "xj-tree" }, section.tree.map((item) => drawNode(item, send, root, section.key))) : null,
    section.rules.map((rule) => drawRule(rule)),
    section.links.length ? el("ul", { css: "xj-versions" }, section.links.map((link) => drawLink(link, send))) : null,
    section.undo.length ? el("ul", { css: "xj-versions" }, section.undo.map((held) =>
      el("li", {}, el("span", {}, held.text), el("button", { type: "button", css: "xj-view", on: { click: () => send("undo", held.id) } }, "取消这条更正")))) : null,
  );
  node.addEventListener("toggle", () => (root.folds[section.key] = node.open));
  return node;
}

function drawNode(item, send, root, key) {
  const text = el("span", { css: "xj-node-text" }, item.text);
  const label = item.open
    ? el("button", { type: "button", css: "xj-node", "data-open": item.open, "aria-pressed": "false", title: "查看原文", on: { click: (event) => { event.preventDefault(); send("open", item.open); } } }, text)
    : el("span", { css: "xj-node" }, text);
  const line = [label, badge(item.status), item.note ? el("span", { css: "xj-from" }, item.note) : null];
  if (!item.nodes.length) return el("li", { css: "xj-leaf" }, line);
  const name = key + "/" + item.text;
  const node = el("details", { open: root.folds[name] ?? item.unfolded }, el("summary", {}, line), el("ul", {}, item.nodes.map((one) => drawNode(one, send, root, name))));
  node.addEventListener("toggle", () => (root.folds[name] = node.open));
  return el("li", {}, node);
}

function drawRule(rule) {
  return el(
    "details",
    { css: "xj-rule" },
    el("summary", {}, rule.name, el("span", { css: "xj-count" }, rule.times + " 处"), rule.suspected ? badge({ text: "存疑 " + rule.suspected + " 处", tone: "amber" }) : null),
    el("table", {},
      el("thead", {}, el("tr", {}, ["原来", "改为", ""].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, rule.examples.map((one) => el("tr", {}, el("td", {}, one.before || "（无）"), el("td", {}, one.after || "（删去）"), el("td", {}, one.certain ? "" : "存疑，请核对"))))),
    rule.more ? el("p", { css: "xj-plain" }, "另有 " + rule.more + " 处同类改动。") : null,
  );
}

function drawLink(link, send) {
  return el("li", { css: link.here ? "xj-here" : null },
    el("span", { css: "xj-day" }, link.day),
    link.here ? el("b", {}, link.text) : el("button", { type: "button", css: "xj-view", on: { click: () => send("go", link.id) } }, link.text),
    link.badges.map(badge),
    link.here ? el("span", { css: "xj-from" }, "当前资料") : null);
}
