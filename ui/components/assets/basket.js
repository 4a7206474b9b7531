// What was collected.  `data.items` is [ItemView] of ui/components/basket_bar.py; sends `open`, `remove` (ids) and `clear`.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-basket");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  if (!data.items.length) {
    root.replaceChildren(el("p", { css: "xj-empty" }, "还没有收集内容。在“问案”的答复或“先例”页点“加入拟稿篮”，问题、措施和条款会连同出处收在这里，供起草文稿时使用。"));
    return;
  }
  const clear = el("button", { type: "button", css: "xj-view" }, "全部移出");
  sure(clear, "再点一次，全部移出", () => setTriggerValue("clear", true));
  root.replaceChildren(
    el("ul", {}, data.items.map((item) => drawItem(item, setTriggerValue))),
    el("footer", {}, clear),
  );
}

function drawItem(item, send) {
  return el(
    "li",
    {},
    el("div", { css: "xj-hit-head" },
      el("span", { css: "xj-badge xj-blue xj-role" }, item.role), el("strong", {}, item.heading), item.badges.map(badge)),
    item.place ? el("div", { css: "xj-from" }, item.place) : null,
    el("p", { css: "xj-excerpt" }, item.text),
    el("div", { css: "xj-item-tools" },
      el("button", { type: "button", css: "xj-view", on: { click: () => send("open", item.id) } }, "查看原文"),
      el("button", { type: "button", css: "xj-view", on: { click: () => send("remove", item.id) } }, "移出"),
    ),
  );
}
