// Every sentence and note of a paper with its judgement.  `data` is CheckView of ui/components/editor.py with `opened`,
// the number of the note whose source is shown; sends `open` with a number.

const OPEN = ["own", "unverified", "adapted", "placeholder"];

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-check");
  const { opened, ...content } = data;
  const drawn = JSON.stringify(content);
  if (!root.observed) {
    // The list gets shorter when a source opens below it: what was clicked stays in sight.
    root.observed = new ResizeObserver(() => root.querySelector(".xj-check-now")?.scrollIntoView({ block: "nearest" }));
    root.observed.observe(root);
  }
  root.send = (number) => setTriggerValue("open", String(number));
  if (root.drawn !== drawn) {
    root.drawn = drawn;
    draw(root, content);
  }
  root.querySelectorAll("[data-open]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.open === opened)));
}

function draw(root, data) {
  const top = root.querySelector(".xj-check-body")?.scrollTop || 0;
  const tabs = [["open", "需处理", data.open], ["all", "全部句子", data.sentences.length], ["notes", "出处", data.notes.length]];
  const choose = (name) => {
    root.tab = name;
    draw(root, data);
    root.querySelector('[data-tab="' + name + '"]').focus();
    root.querySelector(".xj-check-body").scrollTop = 0;
  };
  root.tab = root.tab || "open";
  root.replaceChildren(
    el("header", {},
      el("p", { css: "xj-check-counts xj-check-" + data.tone, role: "status" }, data.counts),
      el("div", { css: "xj-tabs", role: "tablist" }, tabs.map(([name, label, count]) =>
        el("button", { type: "button", css: "xj-tab", role: "tab", "data-tab": name, "aria-selected": String(root.tab === name), on: { click: () => choose(name) } },
          label, el("span", { css: "xj-count" }, String(count)))))),
    el("div", { css: "xj-check-body", tabindex: "0" }, body(root, data)),
  );
  root.querySelector(".xj-check-body").scrollTop = top;
}

function body(root, data) {
  if (root.tab === "notes") {
    if (!data.notes.length) return el("p", { css: "xj-empty" }, "文中还没有引用。在左边的材料上点“插入引文”。");
    return el("ul", {}, data.notes.map((note) => drawNote(note, root)));
  }
  const shown = data.sentences.map((one, index) => [one, index]).filter(([one]) => root.tab === "all" || OPEN.includes(one.state));
  // What is wrong comes before what is merely blank.
  if (root.tab === "open") shown.sort(([one], [other]) => (one.state === "placeholder") - (other.state === "placeholder"));
  const rows = root.tab === "open" ? data.rows : [];
  if (!shown.length && !rows.length)
    return el("p", { css: "xj-empty" }, data.sentences.length ? "没有需要处理的句子：每一句都与出处一致，或者是固定用语。" : "正文是空的。");
  return el("ul", {},
    shown.map(([one, index]) => drawSentence(one, index, root)),
    rows.map((row) => el("li", { css: "xj-check-row xj-row-" + row.label.tone }, el("div", { css: "xj-check-line" }, badge(row.label), el("span", { css: "xj-from" }, "《" + row.table + "》第 " + row.row + " 行")),
      el("p", { css: "xj-check-reason" }, row.reason))));
}

function chip(number, root) {
  return el("button", { type: "button", css: "xj-chip", "data-open": String(number), "aria-label": "出处" + number, "aria-pressed": "false", on: { click: () => root.send(number) } }, String(number));
}

// A click leads to the sentence in the text, and to the source it rests on.
function drawSentence(one, index, root) {
  const go = (event) => {
    root.querySelectorAll(".xj-check-now").forEach((node) => node.classList.remove("xj-check-now"));
    event.currentTarget.closest("li").classList.add("xj-check-now");
    root.now = index;
    document.querySelector(".xj-editor")?.editor?.goto(index);
    if (one.notes.length) root.send(one.notes[0]);
  };
  return el("li", { css: "xj-check-" + one.state + (root.now === index ? " xj-check-now" : "") },
    el("div", { css: "xj-check-line" }, badge(one.label), one.notes.map((number) => chip(number, root))),
    el("button", { type: "button", css: "xj-check-text", title: "在正文中找到这一句" + (one.notes.length ? "，并打开原文" : ""), on: { click: go } }, one.text),
    one.reason && one.state !== "placeholder" ? el("p", { css: "xj-check-reason" }, one.reason) : null);
}

function drawNote(note, root) {
  return el("li", {},
    el("div", { css: "xj-check-line" }, chip(note.n, root), note.badges.map(badge), note.used ? null : el("span", { css: "xj-badge xj-outline" }, "没有用到")),
    el("button", { type: "button", css: "xj-check-text", title: "打开原文", on: { click: () => root.send(note.n) } }, note.place),
    el("p", { css: "xj-from xj-check-quote" }, note.text),
    note.problem ? el("p", { css: "xj-check-reason" }, note.problem) : null);
}
