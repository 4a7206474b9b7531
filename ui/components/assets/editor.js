// The text of a paper.  A textarea lies over a copy of its text that carries the marks: typing never waits for the
// check.  `data` is {text, serial, session, sentences, notes} of ui/components/editor.py; sends the state `typed`
// {text, serial, at}, the trigger `open` with the number of a note and the trigger `polish` {text, serial, at} with the place
// of the cursor, -1 before the text was ever clicked.

const PAUSE = 900; // milliseconds without a key after which the text is checked
const NUMBER = /[\[［【]\^?(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)[\]］】]/g;

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-editor");
  if (!root.editor) root.editor = build(root);
  root.editor.send = (typed) => setStateValue("typed", typed);
  root.editor.open = (number) => setTriggerValue("open", String(number));
  root.editor.polish = (sent) => setTriggerValue("polish", sent);
  root.editor.take(data);
  return () => root.editor.leave();
}

function build(root) {
  const copy = el("div", { css: "xj-copy-text", "aria-hidden": "true" });
  const area = el("textarea", { "aria-label": "正文", spellcheck: "false" });
  const bar = el("footer", { "aria-live": "polite" });
  root.append(el("div", { css: "xj-sheet" }, copy, area), bar);
  const editor = { root, area, serial: null, marks: [], notes: {}, sent: null, timer: 0, shown: "", touched: false };

  editor.take = (data) => {
    editor.notes = data.notes;
    const before = editor.serial === null ? null : area.value;
    const anew = editor.serial !== null && data.session !== editor.session; // the server was started anew
    const taken = anew || data.serial !== editor.serial;
    // It holds what it had before: what was typed since stays, and is sent again.
    const behind = anew && [editor.known, editor.sent].includes(data.text) && area.value !== data.text;
    Object.assign(editor, { known: data.text, session: data.session });
    if (behind) {
      editor.serial = data.serial;
      editor.sent = data.text;
      clearTimeout(editor.timer);
      editor.timer = setTimeout(editor.flush, PAUSE);
    } else if (taken) {
      clearTimeout(editor.timer);
      const top = area.scrollTop;
      area.value = editor.sent = editor.before = data.text;
      editor.serial = data.serial;
      area.scrollTop = top;
    }
    // Judgements of a text that has been changed since: those of untouched sentences still hold.
    editor.marks = data.text === area.value ? data.sentences : shifted(data.sentences, data.text, area.value);
    if (data.text === area.value) root.removeAttribute("data-waiting");
    paint();
    if (taken && !behind) show(before, data.text);
  };
  editor.flush = () => {
    clearTimeout(editor.timer);
    if (area.value === editor.sent) return;
    editor.sent = area.value;
    editor.send({ text: area.value, serial: editor.serial, at: Date.now() });
  };
  editor.leave = () => clearTimeout(editor.timer);
  editor.goto = (index) => {
    const mark = editor.marks[index];
    const node = copy.querySelector('[data-index="' + index + '"]');
    if (!mark || !node) return;
    area.focus({ preventScroll: true });
    area.setSelectionRange(mark.start, mark.end);
    area.scrollTop = Math.max(0, node.offsetTop - area.clientHeight / 3);
    follow();
  };

  // What was put in by a click is led to; another paper begins at its top.
  function show(before, text) {
    const end = text.length - common(text, before || "", -1);
    const start = common(text, before || "", 1);
    if (before === null || start === 0 || start >= text.length) {
      editor.touched = false;
      area.setSelectionRange(0, 0);
      return;
    }
    area.setSelectionRange(Math.max(start, end), Math.max(start, end));
    const node = [...copy.querySelectorAll("[data-index]")].find((one) => editor.marks[one.dataset.index].end > start);
    if (node) area.scrollTop = Math.max(0, node.offsetTop - area.clientHeight / 3);
    follow();
  }
  function paint() {
    copy.replaceChildren(...painted(area.value, editor.marks), "\n");
    copy.scrollTop = area.scrollTop;
    editor.shown = "";
    follow();
  }
  // The line below says what the sentence at the cursor is.
  function follow() {
    const at = area.selectionStart;
    const holds = (one) => one.start <= at && at < one.end;
    const mark = (editor.touched && (editor.marks.find(holds) || editor.marks.find((one) => one.end === at))) || null;
    const key = JSON.stringify([mark, area.value.length]);
    if (key === editor.shown) return;
    editor.shown = key;
    bar.replaceChildren(...drawBar(mark, editor));
  }

  area.addEventListener("input", () => {
    editor.marks = shifted(editor.marks, editor.before, area.value);
    editor.before = area.value;
    root.setAttribute("data-waiting", "");
    paint();
    clearTimeout(editor.timer);
    editor.timer = setTimeout(editor.flush, PAUSE);
  });
  area.addEventListener("scroll", () => (copy.scrollTop = area.scrollTop));
  area.addEventListener("blur", editor.flush);
  // A reload or a closed window: what was typed last is sent, and the browser asks while it is not known to be stored.
  window.addEventListener("beforeunload", (event) => {
    if (!area.isConnected || !root.hasAttribute("data-waiting")) return;
    editor.flush();
    event.preventDefault();
  });
  area.addEventListener("focus", () => (editor.touched = true));
  ["keyup", "click", "focus"].forEach((name) => area.addEventListener(name, follow));
  area.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && (event.key === "Enter" || event.key.toLowerCase() === "s")) {
      event.preventDefault();
      editor.flush();
    }
  });
  return editor;
}

function drawBar(mark, editor) {
  const ask = () => editor.polish({ text: editor.area.value, serial: editor.serial, at: editor.touched ? editor.area.selectionStart : -1 });
  const waiting = [
    el("span", { css: "xj-waiting" }, "正在核对…"),
    el("button", { type: "button", css: "xj-polish", title: "请大模型润色光标所在的段落，逐句核对后由您决定是否采用", on: { click: ask } }, "润色本段"),
  ];
  if (!mark || mark.state === "changed")
    return [el("span", { css: "xj-from" }, "共 " + editor.area.value.replace(/\s/g, "").length + " 字　停顿片刻或按 Ctrl+Enter 即核对并保存"), ...waiting];
  return [
    el("span", {}, badge(mark.label), el("span", { css: "xj-bar-reason" }, mark.reason || REASONS[mark.state] || "")),
    el("span", { css: "xj-bar-chips" }, mark.notes.map((number) =>
      el("button", { type: "button", css: "xj-chip", title: editor.notes[number] || "没有对应的出处", on: { click: () => editor.open(number) } }, String(number)))),
    ...waiting,
  ];
}

const REASONS = { verified: "与出处一致。", fixed: "公文固定用语，不需出处。" };

// The text cut where sentences begin and end; a mark that is not drawn still stands in the copy to be scrolled to.
function painted(text, marks) {
  const nodes = [];
  let at = 0;
  marks.forEach((mark, index) => {
    if (mark.start < at || mark.end < mark.start) return;
    nodes.push(...numbered(text.slice(at, mark.start)));
    nodes.push(el("span", { css: "xj-s xj-s-" + mark.state, "data-index": String(index) }, numbered(text.slice(mark.start, mark.end))));
    at = mark.end;
  });
  nodes.push(...numbered(text.slice(at)));
  return nodes;
}

function numbered(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(NUMBER)) {
    nodes.push(text.slice(at, match.index), el("i", {}, match[0]));
    at = match.index + match[0].length;
  }
  nodes.push(text.slice(at));
  return nodes;
}

// Marks of a text for another text: those before and behind the change keep their state, the one in it waits.
function shifted(marks, before, after) {
  const head = common(before, after, 1);
  const tail = Math.min(common(before, after, -1), Math.min(before.length, after.length) - head);
  const until = before.length - tail;
  const by = after.length - before.length;
  return marks.map((mark) => {
    if (mark.end <= head) return mark;
    if (mark.start >= until) return { ...mark, start: mark.start + by, end: mark.end + by };
    return { ...mark, start: Math.min(mark.start, head), end: Math.max(mark.end, until) + by, state: "changed" };
  });
}

// How many characters two texts have in common from their start (step 1) or from their end (step -1).
function common(one, other, step) {
  const least = Math.min(one.length, other.length);
  const of = (text, index) => text[step > 0 ? index : text.length - 1 - index];
  let count = 0;
  while (count < least && of(one, count) === of(other, count)) count++;
  return count;
}
