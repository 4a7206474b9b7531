// A drill to be read and edited.  `data` is SheetView of ui/components/drill_sheet.py with `open` and `unsaved`; sends
// `edit`, `open` and `balance`, each with {token, document, chip}: the whole document every time, since of two messages
// sent at once only one arrives.

const PAUSE_EDIT = 700; // milliseconds after the last key before an edit is sent
const FULL_MARKS = 100;

const STAGES = ["发现问题", "取证", "定性依据", "处置建议", "整改措施", "应变处置"];
const OBJECTIVES = [["knowledge", "知识"], ["ability", "能力"], ["conduct", "作风"]];

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-drill");
  root.send = setTriggerValue;
  root.faults = data.faults;
  root.toggleAttribute("data-unsaved", data.unsaved);
  if (!root.leaving) {
    root.leaving = (event) => root.isConnected && (root.dirty || root.hasAttribute("data-unsaved")) && event.preventDefault();
    window.addEventListener("beforeunload", root.leaving);
  }
  if (root.token !== data.token) {
    clearTimeout(root.timer);
    root.token = data.token;
    root.doc = structuredClone(data.document);
    root.facts = data.facts;
    draw(root);
    keepScroll(root.body, "drill_sheet:" + data.token.split("#")[0]);
  }
  showState(root);
  root.opened = data.open;
  pressChips(root);
}

function pressChips(root) {
  root.querySelectorAll("[data-chip]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.chip === root.opened)));
}

function changed(root, now) {
  clearTimeout(root.timer);
  root.dirty = true;
  if (now) tell(root, "edit");
  else root.timer = setTimeout(() => tell(root, "edit"), PAUSE_EDIT);
  showState(root);
}

function tell(root, what, chip) {
  clearTimeout(root.timer);
  root.dirty = false;
  root.send(what, { token: root.token, document: root.doc, chip: chip || "", at: Date.now() });
}

function draw(root) {
  const doc = root.doc;
  root.state = el("div", { css: "xj-drill-state", role: "status" });
  root.sections = {
    objectives: section("教学目标", OBJECTIVES.map(([key, name]) => el("div", { css: "xj-drill-row" }, el("span", { css: "xj-drill-name" }, name),
      textArea(doc.objectives[key], "教学目标：" + name + "（每行一条）", (text) => { doc.objectives[key] = text; changed(root); })))),
    background: section("背景材料", lines(root, doc.background, "背景材料")),
    roles: section("角色与任务卡", roles(root)),
    injects: section("情景推进", doc.injects.map((inject) => drawInject(root, inject))),
    questions: section("问题与参考要点", doc.questions.map((question, index) => drawQuestion(root, question, index))),
    scoring: section("评分标准", [root.scoring = el("div", { css: "xj-drill-scoring" }), points(root, doc.writing, "文书分要点", "文书分")]),
    debrief: section("复盘讨论", texts(root, doc.debrief, "讨论题")),
    notes: section("教员提示", lines(root, doc.notes, "教员提示")),
  };
  root.body = el("div", { css: "xj-drill-body", tabindex: "-1" }, Object.values(root.sections));
  root.replaceChildren(
    el("header", {},
      textArea(doc.title, "演练名称", (text) => { doc.title = text; changed(root); }, "xj-drill-title"),
      el("div", { css: "xj-drill-facts" },
        root.facts.map((fact) => el("span", { css: "xj-badge xj-outline" }, fact)),
        el("label", { css: "xj-drill-minutes" }, number(doc.minutes, "演练时长（分钟）", 240, (value) => { doc.minutes = value; changed(root); }), "分钟"),
        root.state),
      el("nav", { css: "xj-drill-toc", "aria-label": "演练各部分" }, Object.values(root.sections).map((node) =>
        el("button", { type: "button", css: "xj-view", on: { click: () => node.scrollIntoView({ block: "start" }) } }, node.dataset.title)))),
    root.body,
  );
  root.onchange = () => root.dirty && tell(root, "edit");
  fitAll(root);
}

function section(title, content) {
  return el("section", { "data-title": title }, el("h3", {}, title), content);
}

function number(value, label, most, change) {
  const field = el("input", { type: "number", css: "xj-edit xj-number", min: "0", max: String(most), "aria-label": label, title: label });
  field.value = value;
  field.addEventListener("input", () => change(Math.min(most, Math.max(0, Math.round(Number(field.value) || 0)))));
  return field;
}

function small(text, label, click) {
  return el("button", { type: "button", css: "xj-drill-tool", title: label, "aria-label": label, on: { click } }, text);
}

function adder(text, click) {
  return el("button", { type: "button", css: "xj-view xj-drill-add", on: { click } }, "＋ " + text);
}

function chips(root, list) {
  return list.map((chip) => el("button", { type: "button", css: "xj-chip", "data-chip": chip.id, title: chip.title + "，点开看原文", "aria-pressed": "false", on: { click: () => tell(root, "open", chip.id) } }, String(chip.number)));
}

function own() {
  return el("span", { css: "xj-badge xj-grey", title: "没有出处，由教员自行拟写" }, "教员自拟");
}

// A list whose entries can be added and taken out; `drawOne` gets an entry and a function that takes it out.
function list(root, entries, blank, word, drawOne) {
  const box = el("div", { css: "xj-drill-list" });
  const redrawList = (focus) => {
    box.replaceChildren(...entries.map((entry) => drawOne(entry, () => {
      entries.splice(entries.indexOf(entry), 1);
      redrawList();
      changed(root, true);
    })), adder("增加" + word, () => {
      entries.push(blank());
      redrawList(true);
      changed(root);
    }));
    box.querySelectorAll("textarea").forEach(grown);
    pressChips(root);
    if (focus) box.querySelector(".xj-drill-list > :nth-last-child(2) textarea")?.focus();
  };
  redrawList();
  return box;
}

function lines(root, entries, word) {
  return list(root, entries, () => ({ ref: "", text: "", chips: [], distracting: false }), "一条", (line, remove) =>
    el("div", { css: "xj-drill-row" },
      textArea(line.text, word, (text) => { line.text = text; changed(root); }),
      el("span", { css: "xj-drill-side" },
        line.distracting ? el("span", { css: "xj-badge xj-amber", title: "与本题无关，考察取舍；学员版不作标记" }, "干扰信息") : null,
        line.chips.length ? chips(root, line.chips) : own(),
        small("×", "删除这一条", remove))));
}

function texts(root, entries, word) {
  const held = entries.map((text) => ({ text }));
  const sync = () => entries.splice(0, entries.length, ...held.map((one) => one.text));
  return list(root, held, () => ({ text: "" }), "一条", (one, remove) =>
    el("div", { css: "xj-drill-row" },
      textArea(one.text, word, (text) => { one.text = text; sync(); changed(root); }),
      el("span", { css: "xj-drill-side" }, small("×", "删除这一条", () => { remove(); sync(); changed(root, true); }))));
}

function roles(root) {
  return list(root, root.doc.roles, () => ({ name: "", task: "", secret: "" }), "角色", (role, remove) =>
    el("div", { css: "xj-drill-row" },
      textArea(role.name, "角色名称", (text) => { role.name = text; changed(root); }, "xj-drill-role"),
      el("div", { css: "xj-drill-card" },
        textArea(role.task, "任务卡", (text) => { role.task = text; changed(root); }),
        role.secret ? textArea(role.secret, "只发给本人的内容，其他学员看不到", (text) => { role.secret = text; changed(root); }) : null),
      el("span", { css: "xj-drill-side" }, small("×", "删除这个角色", remove))));
}

function drawInject(root, inject) {
  return el("div", { css: "xj-drill-inject" },
    el("div", { css: "xj-drill-row xj-drill-lead" },
      el("span", { css: "xj-badge xj-blue" }, inject.code),
      textArea(inject.title, inject.code + " 标题", (text) => { inject.title = text; changed(root); }),
      el("label", { css: "xj-drill-minutes" }, "第", number(inject.minute, inject.code + " 开始的分钟", 240, (value) => { inject.minute = value; changed(root); }), "分钟")),
    lines(root, inject.facts, inject.code + " 情况"));
}

function drawQuestion(root, question, index) {
  const marks = el("span", { css: "xj-drill-marks" });
  question.show = () => (marks.textContent = sum(question.points) + " 分");
  Object.defineProperty(question, "show", { enumerable: false }); // not part of what is sent
  const inject = el("select", { css: "xj-edit", "aria-label": "第 " + (index + 1) + " 题在哪一步出现" },
    root.doc.injects.map((one) => el("option", { value: one.code, selected: one.code === question.inject }, one.code)));
  inject.addEventListener("input", () => { question.inject = inject.value; changed(root); });
  return el("div", { css: "xj-drill-question", "data-question": question.id },
    el("div", { css: "xj-drill-row xj-drill-lead" },
      el("strong", {}, "第 " + (index + 1) + " 题　" + question.stage), el("label", { css: "xj-drill-minutes" }, "出现于", inject), marks),
    el("div", { css: "xj-drill-row" }, textArea(question.prompt, "第 " + (index + 1) + " 题题目", (text) => { question.prompt = text; changed(root); }, "xj-drill-prompt")),
    question.hint || !STAGES.includes(question.stage) ? el("div", { css: "xj-drill-row" }, el("span", { css: "xj-drill-name" }, "提示"), textArea(question.hint, "给学员的提示", (text) => { question.hint = text; changed(root); })) : null,
    el("h4", {}, "参考要点（学员看不到）"),
    points(root, question.points, "第 " + (index + 1) + " 题要点", question.stage === "定性依据" ? "依据分" : "要点分"));
}

function points(root, entries, word, kind) {
  const blank = () => ({ ref: "", text: "", marks: 0, kind, article: "", figures: [], chips: [], quote: "", place: "", badges: [], accept: "", precedents: [] });
  return list(root, entries, blank, "要点", (point, remove) => {
    const flag = el("span", { css: "xj-drill-flag" });
    const area = textArea(point.text, word, (text) => { point.text = text; flagged(); changed(root); });
    const flagged = () => flag.replaceChildren(...rewordedFlag(root, point, area, () => flagged()));
    flagged();
    return el("div", { css: "xj-drill-point" },
      el("div", { css: "xj-drill-row" },
        area,
        el("span", { css: "xj-drill-side" },
          number(point.marks, word + "的分值", FULL_MARKS, (value) => { point.marks = value; changed(root); }), "分",
          point.chips.length ? chips(root, point.chips) : kind === "文书分" ? null : own(),
          small("×", "删除这个要点", remove))),
      el("div", { css: "xj-from" }, point.article || point.place, point.badges.map(badge),
        point.figures.length ? el("span", { css: "xj-drill-figures" }, "关键数字：" + point.figures.join("、")) : null, flag),
      point.accept ? el("div", { css: "xj-from" }, "可接受的说法：" + point.accept) : null,
      point.precedents.map((one) => el("div", { css: "xj-from" }, "先例参考：" + one.text, chips(root, one.chips))));
  });
}

// A quote that was changed is no quote any more: say so and offer the words of the source.
function rewordedFlag(root, point, area, flagged) {
  const squashed = (text) => text.replace(/\s/g, "");
  if (!point.quote || squashed(point.quote).includes(squashed(point.text))) return [];
  return [
    el("span", { css: "xj-badge xj-amber", title: "文字与出处的原文不同，导出的教员版会注明" }, "教员改写"),
    el("button", { type: "button", css: "xj-view", on: { click: () => { area.value = point.text = point.quote; grown(area); flagged(); changed(root, true); } } }, "恢复原文"),
  ];
}

function sum(list) {
  return list.reduce((total, point) => total + (point.text.trim() ? Number(point.marks) || 0 : 0), 0);
}

// The marks are added up here, at once; other faults come from the server.
function showState(root) {
  const { questions, writing } = root.doc;
  questions.forEach((question) => question.show());
  const of = (kind) => sum([...questions.flatMap((question) => question.points), ...writing].filter((point) => point.kind === kind));
  const total = of("要点分") + of("依据分") + of("文书分");
  const words = "要点分 " + of("要点分") + "　依据分 " + of("依据分") + "　文书分 " + of("文书分") + "　合计 " + total + " 分";
  root.scoring.textContent = words;
  const others = root.faults.filter((fault) => !fault.startsWith("评分标准合计"));
  root.state.replaceChildren(...(total === FULL_MARKS
    ? [el("span", { css: "xj-badge xj-green" }, "评分合计 100 分")]
    : [el("span", { css: "xj-badge xj-red" }, "评分合计 " + total + " 分，应为 100 分"),
       el("button", { type: "button", css: "xj-view", on: { click: () => tell(root, "balance") } }, "按比例调平")]),
    ...(others.length ? [el("span", { css: "xj-badge xj-red", title: others.join("\n") }, others.length === 1 ? others[0] : "另有 " + others.length + " 处需要改正")] : []));
}
