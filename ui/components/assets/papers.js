// What was collected and which papers are stored.  `data` is PapersView of ui/components/papers.py; sends `open`,
// `remove`, `clear`, `move` {id, by}, `insert` and `mark` {id, editor}, `paper`, `delete` and `fresh`.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-papers");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  root.tab = root.tab || (data.material.length || !data.papers.length ? "material" : "papers");
  draw(root, data, setTriggerValue);
}

function draw(root, data, send) {
  const active = root.contains(document.activeElement) ? document.activeElement.dataset.key : "";
  const top = root.querySelector(".xj-papers-body")?.scrollTop || 0;
  const tabs = [["material", "材料", data.material.length], ["papers", "文稿", data.papers.length]];
  const choose = (name) => {
    root.tab = name;
    draw(root, data, send);
  };
  root.replaceChildren(
    el("div", { css: "xj-tabs", role: "tablist" }, tabs.map(([name, label, count]) =>
      el("button", { type: "button", css: "xj-tab", role: "tab", "data-key": "tab-" + name, "aria-selected": String(root.tab === name), on: { click: () => choose(name) } },
        label, el("span", { css: "xj-count" }, String(count))))),
    el("div", { css: "xj-papers-body", tabindex: "0" }, root.tab === "material" ? material(data, send) : stored(data, send)),
    ...[root.tab === "material" ? footMaterial(data, send) : null, root.tab === "papers" || data.open ? footPapers(send) : null].filter(Boolean),
  );
  root.querySelector(".xj-papers-body").scrollTop = top;
  if (active) root.querySelector('[data-key="' + CSS.escape(active) + '"]')?.focus({ preventScroll: true });
}

function material(data, send) {
  if (!data.material.length)
    return el("div", { css: "xj-hint" }, el("h3", {}, "拟稿篮是空的"),
      el("p", {}, "在“问案”的答复、检索结果里，或在“先例”页点“加入拟稿篮”，材料会连同出处收在这里。"),
      el("p", {}, "也可以不收集，新建文稿时按一个问题查找材料。"));
  return el("ul", {}, data.material.map((one, index) => drawMaterial(one, index, data, send)));
}

function tool(label, key, click, title, css) {
  return el("button", { type: "button", css: css || "xj-view", "data-key": key, title, on: click && { click } }, label);
}

// What the editor holds this very moment: what was just typed must not be overtaken by an insertion.
function editorNow() {
  const editor = document.querySelector(".xj-editor")?.editor;
  return editor ? { text: editor.area.value, serial: editor.serial, at: editor.touched ? editor.area.selectionStart : editor.area.value.length } : {};
}

function drawMaterial(one, index, data, send) {
  const { item } = one;
  const insert = (name) => send(name, { id: item.id, editor: editorNow() });
  const last = data.material.length - 1;
  return el("li", {},
    el("div", { css: "xj-material-head" },
      el("span", { css: "xj-badge xj-blue xj-role" }, item.role), el("strong", {}, item.heading),
      el("span", { css: "xj-material-order" },
        index > 0 ? tool("↑", "up-" + item.id, () => send("move", { id: item.id, by: -1 }), "上移") : null,
        index < last ? tool("↓", "down-" + item.id, () => send("move", { id: item.id, by: 1 }), "下移") : null,
        tool("×", "out-" + item.id, () => send("remove", item.id), "移出拟稿篮"))),
    item.place ? el("div", { css: "xj-from" }, item.place) : null,
    item.badges.length || one.flag ? el("div", { css: "xj-problem-line" }, item.badges.map(badge), badge(one.flag)) : null,
    one.note ? el("p", { css: "xj-check-reason" }, one.note) : null,
    el("p", { css: "xj-excerpt" }, item.text),
    el("div", { css: "xj-item-tools" },
      tool("原文", "open-" + item.id, () => send("open", item.id), "打开原文"),
      data.open ? tool("插入引文", "put-" + item.id, () => insert("insert"), "在光标所在段落之后插入这段原文，注明来源和编号") : null,
      data.open ? tool("插入编号", "mark-" + item.id, () => insert("mark"), "只在光标处插入编号，作为您自己文字的出处") : null,
      data.open && one.cited ? el("span", { css: "xj-from xj-cited" }, "✓ 已引用") : null));
}

function stored(data, send) {
  if (!data.papers.length) return el("div", { css: "xj-hint" }, el("h3", {}, "还没有文稿"), el("p", {}, "生成的文稿自动保存在这里，随时可以打开修改、导出。"));
  return el("ul", {}, data.papers.map((paper) => {
    const remove = tool("删除", "delete-" + paper.id, null, "删除这份文稿");
    sure(remove, "再点一次，删除", () => send("delete", paper.id));
    return el("li", { css: "xj-paper" + (paper.id === data.open ? " xj-paper-open" : "") },
      el("button", { type: "button", css: "xj-paper-title", "data-key": "paper-" + paper.id, "aria-current": String(paper.id === data.open), on: { click: () => send("paper", paper.id) } }, paper.title),
      el("div", { css: "xj-paper-line" }, el("span", { css: "xj-from" }, [paper.kind, paper.when].filter(Boolean).join("　")), remove));
  }));
}

function footMaterial(data, send) {
  if (!data.material.length) return null;
  const clear = tool("清空拟稿篮", "clear", null);
  sure(clear, "再点一次，全部移出", () => send("clear", true));
  return el("footer", { css: "xj-papers-clear" }, clear);
}

function footPapers(send) {
  return el("footer", {}, tool("＋ 新建文稿", "fresh", () => send("fresh", true), "", "xj-button xj-wide"));
}
