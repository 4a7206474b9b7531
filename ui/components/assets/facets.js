// The filters of a list.  `data` is FacetsView of ui/components/facets.py; sends `choose` ({facet, value}), `text` and `clear`.

const SHOWN_VALUES = 8; // the rest of a long facet unfolds on request
const PAUSE = 350; // milliseconds after the last key before the list is filtered

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-facets");
  if (!root.input) build(root);
  root.send = setTriggerValue;
  if (document.activeElement !== root.input && root.input.value !== data.text) root.input.value = data.text;
  root.clear.hidden = !data.active;
  const drawn = JSON.stringify(data.facets);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  const focused = root.contains(document.activeElement) && document.activeElement.dataset.id;
  const top = root.groups.scrollTop;
  root.groups.replaceChildren(...data.facets.map((facet) => drawFacet(facet, root)));
  root.groups.scrollTop = top;
  if (focused) root.groups.querySelector('[data-id="' + CSS.escape(focused) + '"]')?.focus();
}

function build(root) {
  root.open = {};
  root.more = {};
  root.input = el("input", { type: "search", css: "xj-find", placeholder: "标题、措施中的词语", "aria-label": "按词语筛选" });
  root.clear = el("button", { type: "button", css: "xj-view", on: { click: () => { root.input.value = ""; root.send("clear", true); } } }, "清除筛选");
  root.groups = el("div", { css: "xj-groups" });
  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => root.send("text", root.input.value.trim()), PAUSE);
  };
  root.input.addEventListener("input", (event) => event.isComposing || later());
  root.input.addEventListener("compositionend", later);
  root.append(el("div", { css: "xj-facets-head" }, el("h2", {}, "筛选"), root.clear), root.input, root.groups);
}

function drawFacet(facet, root) {
  const chosen = facet.values.some((value) => value.on);
  const open = root.open[facet.key] ?? (facet.open || chosen);
  const node = el(
    "details",
    { css: "xj-facet", open },
    el("summary", { "data-id": facet.key }, facet.label),
    facet.tree ? drawTree(facet, root) : drawValues(facet, facet.values, root),
  );
  node.addEventListener("toggle", () => (root.open[facet.key] = node.open));
  return node;
}

function drawValues(facet, values, root) {
  const items = values.map((value) => el("li", {}, drawValue(facet, value, root)));
  if (items.length <= SHOWN_VALUES + 2 || root.more[facet.key]) return el("ul", {}, items);
  const rest = items.slice(SHOWN_VALUES);
  rest.forEach((item) => (item.hidden = !item.querySelector('[aria-pressed="true"]')));
  const more = el("button", { type: "button", css: "xj-view" }, "其余 " + rest.length + " 个");
  more.addEventListener("click", () => {
    root.more[facet.key] = true;
    rest.forEach((item) => (item.hidden = false));
    more.parentElement.remove();
  });
  return el("ul", {}, items, el("li", { css: "xj-facet-more" }, more));
}

function drawTree(facet, root) {
  const tops = facet.values.filter((value) => !value.parent);
  return el("ul", {}, tops.map((top) => {
    const inner = facet.values.filter((value) => value.parent === top.value && top.value);
    if (!inner.length) return el("li", {}, drawValue(facet, top, root));
    const key = facet.key + ":" + top.value;
    const list = el("ul", {}, inner.map((value) => el("li", {}, drawValue(facet, value, root))));
    list.hidden = !(root.open[key] ?? (inner.some((value) => value.on) || top.on));
    const fold = el("button", { type: "button", css: "xj-fold", "data-id": key + ":fold", "aria-label": "展开“" + top.label + "”", "aria-expanded": String(!list.hidden) });
    fold.addEventListener("click", () => {
      list.hidden = !list.hidden;
      root.open[key] = !list.hidden;
      fold.setAttribute("aria-expanded", String(!list.hidden));
    });
    return el("li", { css: "xj-class" }, el("div", { css: "xj-class-row" }, fold, drawValue(facet, top, root)), list);
  }));
}

function drawValue(facet, value, root) {
  return el(
    "button",
    {
      type: "button",
      css: "xj-value" + (value.problems ? "" : " xj-none"),
      "data-id": facet.key + "=" + value.value,
      "aria-pressed": String(value.on),
      title: value.label,
      on: { click: () => root.send("choose", { facet: facet.key, value: value.value }) },
    },
    el("span", {}, value.label),
    el("span", { css: "xj-count" }, String(value.problems)),
  );
}
