// A page of the original in the source panel.  `data.leaf` is LeafView of ui/components/leaf.py.

const zooms = [100, 125, 150, 200, 250];
let zoom = 0; // kept while the panel goes from source to source

// Between text and print.
function drawSwitch(leaf, turn) {
  const side = (label, printed, title) =>
    el("button", { type: "button", title, "aria-pressed": String(leaf.printed === printed), on: { click: () => leaf.printed !== printed && turn(printed, null) } }, label);
  return el("span", { css: "xj-switch", role: "group", "aria-label": "显示方式" }, side("文字", false, "清洗后的全文"), side("原件页面", true, "PDF 原件的这一页"));
}

// What is asked of the server takes a moment: said at once, without moving anything.
function waiting(root, words) {
  root.querySelector(".xj-wait")?.remove();
  root.append(el("div", { css: "xj-wait", role: "status" }, words));
}

function showLeaf(root, head, data, turn) {
  const leaf = data.leaf;
  let last = leaf.number; // quick clicks go on from the page already asked for
  const step = (by) => {
    const page = Math.min(leaf.pages, Math.max(1, last + by));
    if (page !== last) turn(true, (last = page));
  };
  const boxes = leaf.boxes.map(([left, top, right, bottom]) =>
    el("i", { css: "xj-print-mark", style: `left:${left / 100}%;top:${top / 100}%;width:${(right - left) / 100}%;height:${(bottom - top) / 100}%` }),
  );
  const alt = "原件第" + leaf.number + "页" + (boxes.length ? "，已标出引文" : "");
  const sheet = leaf.image ? el("div", { css: "xj-print-page" }, el("img", { src: leaf.image, alt, width: leaf.width, height: leaf.height }), boxes) : null;
  const view = el("div", { css: "xj-print", tabindex: "0", "aria-label": alt }, sheet);
  const note = leaf.note ? el("p", { css: "xj-print-note", role: "note" }, leaf.note) : null;
  root.replaceChildren(...[head, note, view, drawLeafFoot(leaf, step, () => turn(true, null), (by) => magnify(root, view, by))].filter(Boolean));
  magnify(root, view, 0);
  view.addEventListener("keydown", (event) => {
    const by = { PageDown: 1, PageUp: -1 }[event.key];
    if (!by || !atEdge(view, event.key)) return;
    event.preventDefault();
    step(by);
  });
  const first = boxes[0];
  if (first) view.scrollTop = Math.max(0, first.offsetTop - view.clientHeight / 4);
}

// A page larger than the panel is read to its end before the key turns it.
function atEdge(view, key) {
  return key === "PageUp" ? view.scrollTop <= 1 : view.scrollTop + view.clientHeight >= view.scrollHeight - 1;
}

// The place in the middle stays in the middle.
function magnify(root, view, step) {
  const sheet = view.querySelector(".xj-print-page");
  const middle = [(view.scrollLeft + view.clientWidth / 2) / view.scrollWidth, (view.scrollTop + view.clientHeight / 2) / view.scrollHeight];
  zoom = Math.min(zooms.length - 1, Math.max(0, zoom + step));
  if (sheet) sheet.style.width = zooms[zoom] + "%";
  if (step) view.scrollTo(middle[0] * view.scrollWidth - view.clientWidth / 2, middle[1] * view.scrollHeight - view.clientHeight / 2);
  root.querySelector(".xj-zoom").textContent = zooms[zoom] + "%";
  root.querySelector("[data-by='-1']").disabled = zoom === 0;
  root.querySelector("[data-by='1']").disabled = zoom === zooms.length - 1;
}

function drawLeafFoot(leaf, step, back, scale) {
  const button = (label, name, disabled, by, click) =>
    el("button", { type: "button", css: "xj-button", "aria-label": name, title: name, disabled, "data-by": by, on: { click } }, label);
  const away = leaf.number < leaf.first || leaf.number > leaf.last;
  return el(
    "footer",
    { css: "xj-print-foot" },
    el(
      "span",
      {},
      button("‹", "上一页", leaf.number <= 1, null, () => step(-1)),
      el("span", { css: "xj-page" }, "第 " + leaf.number + " / " + leaf.pages + " 页"),
      button("›", "下一页", leaf.number >= leaf.pages, null, () => step(1)),
    ),
    away ? el("button", { type: "button", css: "xj-button", on: { click: back } }, "回到引文") : null,
    el("span", {}, button("−", "缩小", false, -1, () => scale(-1)), el("span", { css: "xj-zoom" }, ""), button("+", "放大", false, 1, () => scale(1))),
  );
}
