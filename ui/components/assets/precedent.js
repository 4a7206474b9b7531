// One problem in detail.  `data` is PrecedentView of ui/components/precedent.py, or null while none was chosen; sends
// `open`, `basket`, `pick` and `back`.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-precedent");
  if (!data) {
    if (root.drawn !== "") root.replaceChildren(drawEmpty());
    root.drawn = "";
    return;
  }
  const { open, ...content } = data;
  const drawn = JSON.stringify(content);
  if (root.drawn !== drawn) {
    if (root.problem !== content.id) root.replaceChildren(); // another problem begins at its top
    root.problem = content.id;
    root.drawn = drawn;
    redraw(root, ".xj-detail-body", draw(content, setTriggerValue));
  }
  pressOpened(root, open);
}

function drawEmpty() {
  return el("div", { css: "xj-hint" }, el("h3", {}, "问题详情"),
    el("p", {}, "点左边的一个问题，这里按原文列出问题表现、各类整改措施、时限和责任单位，每一处都能打开原文。"));
}

function draw(data, send) {
  return [
    el(
      "header",
      {},
      data.back ? el("button", { type: "button", css: "xj-view xj-back", on: { click: () => send("back", true) } }, "← 返回列表") : null,
      el("h2", {}, data.title),
      el("div", { css: "xj-problem-line" }, badge(data.status), data.badges.map(badge), data.types.map((text) => el("span", { css: "xj-badge xj-outline" }, text))),
      el("div", { css: "xj-from" }, data.place),
      el("div", { css: "xj-detail-tools" },
        basketButton(data.item, send, "xj-button xj-to-basket"),
        el("button", { type: "button", css: "xj-button", "aria-pressed": String(data.picked), disabled: !data.picked && data.full, on: { click: () => send("pick", data.id) } }, data.picked ? "✓ 已选入比较" : "选入比较")),
    ),
    el("div", { css: "xj-detail-body", tabindex: "0" }, data.notice ? el("p", { css: "xj-notice xj-warn" }, data.notice) : null, drawFacts(data, send), data.parts.map((part) => drawPart(part, send))),
  ];
}

function drawFacts(data, send) {
  if (!data.facts.length) return null;
  return el("dl", { css: "xj-detail-facts" }, data.facts.map((fact) => [
    el("dt", {}, fact.name),
    el("dd", {}, fact.text, fact.flag ? badge(fact.flag) : null,
      fact.open ? el("button", { type: "button", css: "xj-view", "data-open": fact.open, "aria-pressed": "false", on: { click: () => send("open", fact.open) } }, "查看原文") : null),
  ]));
}

function drawPart(part, send) {
  return el(
    "section",
    {},
    el("h3", {}, part.title, part.quotes.length > 1 || part.counted ? el("span", { css: "xj-count" }, String(part.quotes.length)) : null),
    part.groups.map((group) => el("section", { css: "xj-kind-group" },
      group.kind ? el("h4", {}, group.kind, el("span", { css: "xj-count" }, String(group.quotes.length))) : null,
      group.quotes.map((quote) => drawQuote(quote, send)))),
  );
}
