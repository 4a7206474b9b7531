// A trainee at work.  `data` is RunView of ui/components/drill_run.py with `saved`; sends `answers`, `next` and `submit`,
// each with {answers}: all of them by question id, so that nothing typed can be overtaken; the latter two with {seen}, the
// steps on the screen, so that a step is left once however often the button was clicked.

const PAUSE_ANSWER = 1200; // milliseconds after the last key before an answer is saved
const AGAIN = 5000; // milliseconds after which handing in can be tried again where nothing came of it

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-run");
  root.send = setTriggerValue;
  if (root.token !== data.token) {
    clearTimeout(root.timer);
    root.timer = null;
    root.token = data.token;
    root.answers = {};
    root.drawn = "";
    root.replaceChildren();
  }
  data.tasks.forEach((task) => (root.answers[task.id] ??= task.answer));
  // What the server does not hold, since it was cut off or started anew, is sent again.
  if (!root.timer && data.tasks.some((task) => !task.closed && root.answers[task.id] !== task.answer)) root.timer = setTimeout(() => flush(root), PAUSE_ANSWER);
  const { saved, ...content } = data;
  const drawn = JSON.stringify({ ...content, tasks: content.tasks.map((task) => task.id) });
  if (root.drawn !== drawn) {
    const fresh = root.drawn !== "";
    root.drawn = drawn;
    draw(root, data);
    if (fresh) root.querySelector(".xj-run-step:last-of-type")?.scrollIntoView({ block: "start" });
  }
  root.saved.textContent = saved;
  if (!root.clock) root.clock = setInterval(() => tick(root), 1000);
  if (!root.leaving) {
    // A reload or a closed window: what was typed last is sent, and the browser asks meanwhile.
    root.leaving = (event) => {
      if (!root.isConnected || !root.timer) return;
      flush(root);
      event.preventDefault();
    };
    window.addEventListener("beforeunload", root.leaving);
  }
  return () => {
    clearInterval(root.clock);
    root.clock = null;
  };
}

function tick(root) {
  if (!root.isConnected || !root.time) return;
  const passed = Math.max(0, Math.floor((Date.now() - root.began) / 60000));
  root.time.textContent = "已用 " + passed + " / " + root.minutes + " 分钟";
  root.time.classList.toggle("xj-late", passed > root.minutes);
}

function later(root) {
  clearTimeout(root.timer);
  root.saved.textContent = "正在输入…";
  root.timer = setTimeout(() => flush(root), PAUSE_ANSWER);
}

function flush(root) {
  clearTimeout(root.timer);
  root.timer = null;
  root.send("answers", { answers: { ...root.answers }, at: Date.now() });
}

function draw(root, data) {
  root.began = data.began;
  root.minutes = data.minutes;
  root.time = el("span", { css: "xj-run-time" });
  root.saved = el("span", { css: "xj-from", role: "status" });
  const old = root.querySelector(".xj-run-case");
  const top = old ? old.scrollTop : 0;
  root.replaceChildren(
    el("header", {}, el("h2", {}, data.title), el("span", { css: "xj-badge xj-blue" }, data.trainee), root.time, root.saved),
    el("div", { css: "xj-run-panes" },
      el("div", { css: "xj-run-case", tabindex: "0", "aria-label": "材料" }, drawCase(data)),
      el("div", { css: "xj-run-tasks" },
        data.tasks.length ? null : el("p", { css: "xj-notice" }, "先读左边的背景材料和第一步的情况，读完点“进入下一步”，再作答。"),
        data.tasks.map((task, index) => drawTask(root, task, index)),
        drawEnd(root, data))),
  );
  root.querySelector(".xj-run-case").scrollTop = top;
  tick(root);
  fitAll(root);
}

function drawCase(data) {
  return [
    el("section", {}, el("h3", {}, "背景材料"), numbered(data.background)),
    el("details", {}, el("summary", {}, "角色与任务卡"), el("dl", {}, data.roles.map(([name, task]) => [el("dt", {}, name), el("dd", {}, task)]))),
    el("details", {}, el("summary", {}, "教学目标"), el("ul", {}, data.objectives.map((text) => el("li", {}, text)))),
    data.steps.map((step) => el("section", { css: "xj-run-step" },
      el("h3", {}, el("span", { css: "xj-badge xj-blue" }, step.code), step.title, el("span", { css: "xj-from" }, "第 " + step.minute + " 分钟")),
      numbered(step.facts))),
  ];
}

// Answers name facts by their number, as on paper.
function numbered(facts) {
  return facts.map((text, index) => el("p", {}, facts.length > 1 ? index + 1 + "." + text : text));
}

function drawTask(root, task, index) {
  const area = el("textarea", { css: "xj-edit xj-run-answer", rows: "4", "aria-label": "第 " + (index + 1) + " 题作答", placeholder: "分条写，写明依据的法规名称和条号", spellcheck: "false" });
  area.value = root.answers[task.id];
  area.readOnly = task.closed;
  area.addEventListener("input", () => {
    root.answers[task.id] = area.value;
    grown(area);
    later(root);
  });
  area.addEventListener("blur", () => root.timer && flush(root));
  return el("section", { css: "xj-run-task" },
    el("h3", {}, "第 " + (index + 1) + " 题　" + task.stage, el("span", { css: "xj-from" }, task.marks + " 分")),
    el("p", {}, task.prompt),
    task.hint ? el("p", { css: "xj-from" }, "提示：" + task.hint) : null,
    task.closed ? el("p", { css: "xj-from" }, "本题已收卷，不能再改。") : null,
    area);
}

function drawEnd(root, data) {
  const note = el("span", { css: "xj-from" }, data.following
    ? "后面还有 " + data.left + " 题。进入下一步即收前面各题的卷，不能再改。"
    : "交卷后逐点评分，作答不能再改。");
  const button = el("button", { type: "button", css: "xj-button xj-strong" }, data.following ? "进入下一步　" + data.following : "交卷");
  const empty = () => data.tasks.filter((task) => !task.closed && !root.answers[task.id].trim()).length;
  const send = (name) => {
    clearTimeout(root.timer);
    root.timer = null;
    button.disabled = true;
    setTimeout(() => (button.disabled = false), AGAIN);
    root.send(name, { answers: { ...root.answers }, seen: data.steps.length, at: Date.now() });
  };
  const ask = (words) => {
    note.textContent = empty() ? "还有 " + empty() + " 题没有作答。" : "全部题目已作答。";
    return words;
  };
  if (data.following) sure(button, () => (empty() ? ask("再点一次，进入下一步") : ""), () => send("next"));
  else sure(button, () => ask("再点一次，确认交卷"), () => send("submit"));
  return el("div", { css: "xj-run-end" }, note, button);
}
