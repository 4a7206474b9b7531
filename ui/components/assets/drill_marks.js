// The marks of a run.  `data` is MarksView of ui/components/drill_marks.py with `open`; sends `open`, `adjust`
// ({question, marks}) and `writing` ({marks}); marks are null for what the program gives.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-marks");
  const { open, ...content } = data;
  const drawn = JSON.stringify(content);
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    root.replaceChildren(...draw(content, setTriggerValue));
    keepScroll(root.querySelector(".xj-marks-body"), "drill_marks:" + data.id);
  }
  root.querySelectorAll("[data-chip]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.chip === open)));
}

function draw(data, send) {
  return [
    el("header", {},
      el("div", { css: "xj-marks-total" }, el("strong", {}, data.total), el("span", {}, " / " + data.of + " 分")),
      el("div", {}, el("h2", {}, data.trainee + "　" + data.title), el("p", { css: "xj-from" }, data.note)),
      data.trainer && data.most ? drawWriting(data, send) : null),
    el("div", { css: "xj-marks-body", tabindex: "0" },
      el("div", { css: "xj-marks-row" }, data.answers.map((one) => el("button", { type: "button", css: "xj-marks-tile", on: { click: (event) => event.currentTarget.closest(".xj-marks-body").querySelector('[data-question="' + one.id + '"]').scrollIntoView({ block: "start" }) } },
        el("span", {}, one.title.split("　").pop()), el("strong", {}, one.earned + " / " + one.marks)))),
      data.answers.map((one) => drawAnswer(one, data, send)),
      !data.trainer && data.criteria.length ? el("section", {}, el("h3", {}, "文书分　" + (data.writing || "—") + " / " + data.most), el("ul", {}, data.criteria.map((text) => el("li", {}, text)))) : null),
  ];
}

function drawWriting(data, send) {
  const field = el("input", { type: "number", css: "xj-edit xj-number", min: "0", max: String(data.most), "aria-label": "文书分", title: data.criteria.join("\n"), placeholder: "—" });
  field.value = data.writing;
  field.addEventListener("change", () => send("writing", { marks: field.value === "" ? null : Math.min(data.most, Math.max(0, Math.round(Number(field.value)))) }));
  return el("div", { css: "xj-marks-writing" }, el("label", {}, "文书分", field, "/ " + data.most),
    data.writing === "" ? el("button", { type: "button", css: "xj-view", title: "按得分、条款引用和分条作答估算，由教员决定", on: { click: () => send("writing", { marks: data.suggested }) } }, "采用建议 " + data.suggested + " 分") : null);
}

function drawAnswer(one, data, send) {
  return el("section", { "data-question": one.id },
    el("h3", {}, one.title, drawEarned(one, data, send)),
    el("p", { css: "xj-from" }, one.prompt),
    el("div", { css: "xj-marks-answer" }, one.answer.length
      ? one.answer.map((part) => part.points.length
        ? el("mark", { title: "与要点 " + part.points.join("、") + " 对应" }, part.text, el("sup", {}, part.points.join(",")))
        : part.text)
      : el("span", { css: "xj-from" }, "（没有作答）")),
    one.warnings.filter((text) => text !== "没有作答。").map((text) => el("p", { css: "xj-notice xj-warn" }, text)),
    el("ol", { css: "xj-marks-points" }, one.points.map((point) => drawPoint(point, send))));
}

function drawEarned(one, data, send) {
  if (!data.trainer)
    return el("span", { css: "xj-marks-earned" }, one.earned + " / " + one.marks + " 分", one.adjusted ? badge({ text: "人工改分", tone: "amber" }) : null);
  const field = el("input", { type: "number", css: "xj-edit xj-number", min: "0", max: String(one.marks), step: "0.5", "aria-label": one.title + " 得分", title: "可改分；改后注明人工改分" });
  field.value = one.earned;
  field.addEventListener("change", () => send("adjust", { question: one.id, marks: field.value === "" ? null : Math.min(one.marks, Math.max(0, Number(field.value) || 0)) }));
  return el("span", { css: "xj-marks-earned" },
    one.adjusted ? badge({ text: "人工改分", tone: "amber" }) : null,
    one.adjusted ? el("button", { type: "button", css: "xj-view", on: { click: () => send("adjust", { question: one.id, marks: null }) } }, "恢复程序评分 " + one.computed) : null,
    field, "/ " + one.marks + " 分");
}

function drawPoint(point, send) {
  return el("li", { css: "xj-marks-point" },
    el("div", { css: "xj-marks-head" }, badge(point.degree), el("span", { css: "xj-marks-number" }, point.earned + " / " + point.marks + " 分"), el("span", { css: "xj-marks-why" }, point.why)),
    el("div", { css: "xj-quote" }, el("span", { css: "xj-marks-label" }, "要点 " + point.number), el("span", { css: "xj-words" }, point.text),
      point.chips.map((chip) => el("button", { type: "button", css: "xj-chip", "data-chip": chip.id, title: chip.title + "，点开看原文", "aria-pressed": "false", on: { click: () => send("open", chip.id) } }, String(chip.number)))),
    el("div", { css: "xj-from" }, point.article || point.place, point.flags.map(badge)));
}
