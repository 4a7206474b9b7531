// A quiz.  `data` is QuizView of ui/components/quiz_sheet.py with `open`; sends `check` ({answers: by number}) and `open`.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-quiz");
  const { open, ...content } = data;
  const drawn = JSON.stringify(content);
  if (root.drawn !== drawn) {
    if (root.token !== data.token) root.answers = { ...data.answers };
    root.token = data.token;
    root.drawn = drawn;
    draw(root, content, setTriggerValue);
    keepScroll(root.body, "quiz_sheet:" + data.token + (data.result ? ":told" : ""));
  }
  root.querySelectorAll("[data-chip]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.chip === open)));
}

function draw(root, data, send) {
  root.body = el("ol", { css: "xj-quiz-body" }, data.items.map((item) => drawItem(root, item, send)));
  root.replaceChildren(
    el("header", {}, el("h2", {}, data.title),
      data.result ? el("span", { css: "xj-badge xj-blue" }, data.result) : el("span", { css: "xj-from" }, data.items.length + " 题"),
      el("button", { type: "button", css: "xj-button xj-strong", on: { click: () => send("check", { answers: root.answers, at: Date.now() }) } }, data.result ? "重新核对" : "核对答案")),
    root.body);
}

function drawItem(root, item, send) {
  const name = "quiz-" + item.number;
  const keep = (value) => (root.answers[item.number] = value);
  const mend = () => {
    const field = el("input", { type: "text", css: "xj-edit", placeholder: "写出改正后的文字", "aria-label": "第 " + item.number + " 题改正", value: root.answers[item.number] || "" });
    field.addEventListener("input", () => keep(field.value));
    return field;
  };
  return el("li", { css: "xj-quiz-item" },
    el("p", {}, el("span", { css: "xj-badge xj-outline" }, item.kind), item.stem),
    item.options.length
      ? el("div", { css: "xj-quiz-options" }, item.options.map((option, index) => el("label", {},
          el("input", { type: "radio", name, checked: root.answers[item.number] === option, on: { change: () => keep(option) } }), "ABCDEFGH"[index] + "．" + option)))
      : mend(),
    item.verdict ? drawVerdict(item.verdict, send) : null);
}

function drawVerdict(verdict, send) {
  return el("div", { css: "xj-quiz-verdict" },
    el("div", {}, badge(verdict.right ? { text: "答对", tone: "green" } : verdict.given ? { text: "答错", tone: "red" } : { text: "未答", tone: "grey" }), el("strong", {}, "答案：" + verdict.key)),
    el("div", {}, verdict.explanation, verdict.chips.map((chip) => el("button", { type: "button", css: "xj-chip", "data-chip": chip.id, title: chip.title + "，点开看原文", "aria-pressed": "false", on: { click: () => send("open", chip.id) } }, String(chip.number)))),
    verdict.badges.length ? el("div", { css: "xj-from" }, verdict.place, verdict.badges.map(badge)) : null);
}
