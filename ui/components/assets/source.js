// The source panel.  `data` is SourceView of ui/components/source.py, or null while nothing was opened.
// Sends `close` and `turn` ({printed, page}: how the original is to be shown; page null is the one with the quote).

// Whether the last thing pressed was a key: who works by keyboard is taken to the source and back.
const pressed = (window.xjPressed ||= watchKeys());

function watchKeys() {
  const state = { key: false };
  document.addEventListener("keydown", () => (state.key = true), true);
  document.addEventListener("pointerdown", () => (state.key = false), true);
  return state;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-source");
  root.querySelector(".xj-wait")?.remove();
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  const before = document.activeElement;
  const within = root.contains(before) && (before.getAttribute("aria-label") || before.textContent);
  root.drawn = drawn;
  root.onkeydown = (event) => {
    if (event.key === "Escape" && data) leave(event, () => setTriggerValue("close", true));
  };
  root.setAttribute("aria-label", "原文");
  root.setAttribute("role", "region");
  if (!data) {
    root.replaceChildren(drawHint());
    return;
  }
  const turn = (printed, page) => {
    waiting(root, printed ? "正在打开第" + (page || data.leaf.first) + "页…" : "正在打开文字…");
    setTriggerValue("turn", { printed, page });
  };
  const head = drawHead(data, () => setTriggerValue("close", true), turn);
  if (data.leaf && data.leaf.printed) {
    showLeaf(root, head, data, turn);
    arrive(root, before, within);
    return;
  }
  const text = el("div", { css: "xj-text", tabindex: "0" }, drawText(data));
  root.replaceChildren(head, text, drawFoot(data, text));
  centre(text, target(text));
  arrive(root, before, within);
}

// By keyboard the source follows what opened it; Escape leads back there.  Within the panel the place is kept, also
// where the part that had it was drawn anew.
function arrive(root, before, within) {
  if (!pressed.key) return;
  const same = within && [...root.querySelectorAll("button:enabled")].find((node) => (node.getAttribute("aria-label") || node.textContent) === within);
  if (same) same.focus();
  else if (within || before?.closest?.("[data-open], [data-chip]")) root.querySelector(".xj-text, .xj-print").focus({ preventScroll: true });
}

function leave(event, close) {
  event.preventDefault();
  event.stopPropagation();
  const opener = [...document.querySelectorAll('[data-open][aria-pressed="true"], [data-chip][aria-pressed="true"]')].find((node) => node.offsetParent);
  opener?.focus();
  close();
}

function drawHint() {
  return el(
    "div",
    { css: "xj-hint" },
    el("h3", {}, "原文"),
    el("p", {}, "点击答复中的出处编号，或检索结果里的“查看原文”，这里会打开资料全文，并标出所引的那一句。"),
  );
}

function drawHead(data, close, turn) {
  const path = [...data.path, data.path.at(-1) === data.locator ? "" : data.locator, data.page ? "第" + data.page + "页" : ""];
  return el(
    "header",
    {},
    el("button", { type: "button", css: "xj-close", title: "关闭原文", "aria-label": "关闭原文", on: { click: close } }, "×"),
    el("h3", {}, data.number ? el("span", { css: "xj-chip xj-still" }, String(data.number)) : null, data.title),
    el("div", { css: "xj-meta" }, el("span", { css: "xj-kind" }, data.kind), data.badges.map(badge), data.leaf ? drawSwitch(data.leaf, turn) : null),
    el("div", { css: "xj-path", title: path.filter(Boolean).join(" › ") }, path.filter(Boolean).join(" › ")),
  );
}

function drawText(data) {
  const lines = data.lines.map((line) => drawLine(line, data.target));
  const facts = data.facts.length
    ? el("details", { css: "xj-facts" }, el("summary", {}, "资料信息"), el("ul", {}, [...data.facts, "文件：" + data.doc].map((fact) => el("li", {}, fact))))
    : null;
  return [
    facts,
    data.cut[0] ? el("p", { css: "xj-cut" }, "（上文较长，未全部显示）") : null,
    ...lines,
    data.cut[1] ? el("p", { css: "xj-cut" }, "（下文较长，未全部显示）") : null,
  ];
}

// A line wholly of the passage asked for is set off as a block; where passages share a line, its stretch alone.
function drawLine(line, target) {
  const on = (piece) => piece[2] === target && target !== null;
  const whole = line.pieces.every((piece) => on(piece) || !piece[0].trim()) && line.pieces.some(on);
  return el(
    "p",
    { css: "xj-line xj-look-" + line.look + (whole ? " xj-on" : "") },
    line.pieces.map((piece) => {
      const [text, style, seq] = piece;
      const name = { mark: "mark", label: "b" }[style] || "span";
      return el(name, { "data-seq": seq, css: !whole && on(piece) ? "xj-on" : null }, text);
    }),
  );
}

function drawFoot(data, text) {
  const go = (neighbour, label) =>
    el(
      "button",
      {
        type: "button",
        css: "xj-button",
        disabled: !neighbour,
        on: { click: () => neighbour && centre(text, text.querySelector('[data-seq="' + neighbour.seq + '"]'), true) },
      },
      label,
    );
  if (!target(text)) return el("footer", { hidden: true });
  return el(
    "footer",
    {},
    go(data.before, data.before ? "↑ " + (data.before.label || "上一段") : "↑ 已是开头"),
    el("button", { type: "button", css: "xj-button", on: { click: () => centre(text, target(text), true) } }, "回到引文"),
    go(data.after, data.after ? "↓ " + (data.after.label || "下一段") : "↓ 已是末尾"),
  );
}

function target(text) {
  return text.querySelector("mark") || text.querySelector(".xj-on");
}

// Scrolls inside the panel alone; the page stays where it is.
function centre(text, node, smooth) {
  if (!node) return;
  const offset = node.getBoundingClientRect().top - text.getBoundingClientRect().top;
  text.scrollTo({ top: text.scrollTop + offset - text.clientHeight / 4, behavior: smooth ? "smooth" : "auto" });
  if (smooth) {
    const line = node.closest(".xj-line");
    line.classList.add("xj-flash");
    setTimeout(() => line.classList.remove("xj-flash"), 1200);
  }
}
