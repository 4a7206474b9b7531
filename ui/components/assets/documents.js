// The list of documents in the sidebar.  `data.groups` is [{label, documents: [{id, title, note, badges}]}]; sends `open`.

const FILTER_FROM = 8; // shorter lists are read faster than typed for

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-documents");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  const groups = data.groups.map((group) => drawGroup(group, (id) => setTriggerValue("open", id)));
  const count = data.groups.reduce((sum, group) => sum + group.documents.length, 0);
  const filter = el("input", { type: "search", css: "xj-filter", placeholder: "按标题筛选", "aria-label": "按标题筛选" });
  filter.addEventListener("input", () => narrow(groups, filter.value.trim()));
  root.replaceChildren(...(count >= FILTER_FROM ? [filter] : []), el("div", { css: "xj-scroll" }, groups));
}

function drawGroup(group, open) {
  return el(
    "section",
    {},
    el("h4", {}, group.label, el("span", { css: "xj-count" }, String(group.documents.length))),
    el("ul", {}, group.documents.map((item) =>
      el("li", {},
        el("button", { type: "button", title: item.title + "\n" + item.note, on: { click: () => open(item.id) } },
          el("span", {}, item.title), item.badges.map(badge)),
      ),
    )),
  );
}

function narrow(groups, words) {
  groups.forEach((group) => {
    const items = [...group.querySelectorAll("li")];
    items.forEach((item) => (item.hidden = !item.textContent.includes(words)));
    group.hidden = items.every((item) => item.hidden);
  });
}
