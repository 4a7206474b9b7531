// The answer and its evidence.  `data` is ReplyView of ui/components/reply.py; sends `open` and `collect` with the
// id of a chip ("n3") or hit ("article-2").

const SHOWN_HITS = 5; // the rest of a list unfolds on request

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-reply");
  const { open, collected, ...content } = data;
  const drawn = JSON.stringify(content);
  if (root.dataset.question !== content.question || root.drawn !== drawn) {
    root.drawn = drawn;
    root.dataset.question = content.question;
    draw(root, content, (id) => {
      press(root, id);
      setTriggerValue("open", id);
    });
    root.querySelectorAll("[data-collect]").forEach((node) =>
      node.addEventListener("click", () => setTriggerValue("collect", node.dataset.collect)));
  }
  if (!root.cite) window.addEventListener("beforeprint", (root.cite = () => root.isConnected && cite(root)));
  press(root, open);
  root.querySelectorAll("[data-collect]").forEach((node) => drawCollected(node, collected.includes(node.dataset.collect)));
}

// Beside a quote there is room for a sign only, behind a hit for words.
function collectButton(id, small) {
  return el("button", { type: "button", css: small ? "xj-keep" : "xj-view xj-to-basket", "data-collect": id });
}

function drawCollected(node, inside) {
  const small = node.classList.contains("xj-keep");
  node.setAttribute("aria-pressed", String(inside));
  node.textContent = small ? (inside ? "✓" : "＋") : inside ? "✓ 已在拟稿篮" : "加入拟稿篮";
  node.title = inside ? "已在拟稿篮，再点移出" : "加入拟稿篮，起草时引用";
  node.setAttribute("aria-label", inside ? "已在拟稿篮" : "加入拟稿篮");
}

function press(root, id) {
  root.querySelectorAll("[data-open]").forEach((node) => {
    node.setAttribute("aria-pressed", String(node.dataset.open === id));
  });
}

function draw(root, data, open) {
  const refused = data.verdict === "refused";
  root.replaceChildren(
    ...data.warnings.map((text) => el("p", { css: "xj-notice xj-warn", role: "note" }, text)),
    el(
      "section",
      { css: "xj-answer" + (refused ? " xj-refused" : ""), "aria-label": "答复" },
      refused ? el("h3", {}, "没有找到足够的依据") : null,
      data.notice ? el("p", { css: "xj-partly" }, data.notice) : null,
      data.parts.map((part) => drawPart(part, data, open, refused)),
      data.notes.length ? el("footer", { css: "xj-notes" }, data.notes.map((text) => el("p", {}, text))) : null,
      refused ? null : drawTools(data, open),
    ),
    el("section", { css: "xj-on-paper" }),
    drawLists(data, open, refused),
  );
}

// On paper a number cannot be clicked: the place behind each that is printed.
function cite(root) {
  const printed = [...root.querySelectorAll(".xj-answer .xj-chip")].filter((node) => !node.closest("details:not([open])"));
  const places = new Map(printed.map((node) => [Number(node.textContent), node.title.split("\n")[0]]));
  const rows = [...places].sort(([one], [other]) => one - other).map(([number, place]) => el("p", {}, "[" + number + "] " + place));
  root.querySelector(".xj-on-paper")?.replaceChildren(...(rows.length ? [el("h3", {}, "出处"), ...rows] : []));
}

function chip(number, data, open) {
  const hover = data.chips[number] || "";
  return el(
    "button",
    {
      type: "button",
      css: "xj-chip",
      title: hover,
      "aria-label": "出处" + number + "：" + hover.split("\n")[0],
      "aria-pressed": "false",
      "data-open": "n" + number,
      on: { click: () => open("n" + number) },
    },
    String(number),
  );
}

function drawSentence(said, data, open) {
  if (said.look === "quote")
    return el("blockquote", { css: "xj-quote" }, words(said.text),
      said.chips.map((number) => chip(number, data, open)), said.chips.slice(0, 1).map((number) => collectButton("n" + number, true)));
  return el("p", { css: "xj-" + said.look }, said.text, said.chips.map((number) => chip(number, data, open)));
}

function drawPart(part, data, open, refused) {
  const said = part.said.map((one) => drawSentence(one, data, open));
  if (part.look === "folded")
    return el(
      "details",
      { css: "xj-part xj-fold" },
      el("summary", {}, part.title, el("span", { css: "xj-count" }, String(part.count))),
      said,
    );
  return el(
    "section",
    { css: "xj-part xj-" + part.look },
    part.title && !refused ? el("h3", {}, part.title) : null,
    said,
  );
}

function drawTools(data, open) {
  const copy = el("button", { type: "button", css: "xj-button" }, "复制答复（含出处）");
  copy.addEventListener("click", () => copyText(data.copy, copy, "已复制"));
  return el(
    "div",
    { css: "xj-tools" },
    drawSuggestions("建议表述", data.wordings, data, open),
    drawSuggestions("建议整改措施", data.measures, data, open),
    el("div", { css: "xj-actions" }, copy),
  );
}

function drawSuggestions(title, groups, data, open) {
  const count = groups.reduce((sum, group) => sum + group.items.length, 0);
  if (!count) return null;
  return el(
    "details",
    { css: "xj-more" },
    el("summary", {}, title, el("span", { css: "xj-count" }, String(count))),
    groups.map((group) =>
      el(
        "section",
        {},
        el("h4", {}, group.heading, group.about ? el("span", { css: "xj-about" }, group.about) : null),
        el("ul", {}, group.items.map((item) => drawSuggested(item, data, open))),
      ),
    ),
  );
}

const STYLES = { yours: "您的用语", blank: "待填写" };

function drawPieces(pieces) {
  return el("span", { css: "xj-words" }, pieces.map((piece) =>
    piece.style
      ? el("span", { css: "xj-" + piece.style, title: piece.title || STYLES[piece.style] }, piece.text)
      : piece.text));
}

// The words, whose they are, and a button that copies them; behind a measure the same for the user's unit.
function drawSuggested(item, data, open) {
  const copy = el("button", { type: "button", css: "xj-copy", "aria-label": "复制这一条" }, "复制");
  copy.addEventListener("click", () => copyText(item.plain, copy, "已复制"));
  return el(
    "li",
    {},
    drawPieces(item.pieces),
    item.chips.map((number) => chip(number, data, open)),
    copy,
    item.origin ? el("div", { css: "xj-from" }, item.origin) : null,
    item.adapted.length
      ? el("div", { css: "xj-adapted" }, drawPieces(item.adapted), el("div", { css: "xj-from" }, item.note))
      : null,
  );
}

function drawLists(data, open, refused) {
  if (!data.groups.some((group) => group.hits.length)) return "";
  const panels = data.groups.map((group) =>
    el("div", { css: "xj-panel", role: "tabpanel", id: "xj-panel-" + group.key, "aria-labelledby": "xj-tab-" + group.key },
      drawGroup(group, open)),
  );
  const tabs = data.groups.map((group) =>
    el("button", { type: "button", css: "xj-tab", role: "tab", id: "xj-tab-" + group.key, "aria-controls": "xj-panel-" + group.key },
      group.label, el("span", { css: "xj-count" }, String(group.hits.length))),
  );
  const select = (index) => {
    tabs.forEach((tab, other) => {
      tab.setAttribute("aria-selected", String(other === index));
      tab.tabIndex = other === index ? 0 : -1;
      panels[other].hidden = other !== index;
    });
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => select(index));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (index + step + tabs.length) % tabs.length;
      select(next);
      tabs[next].focus();
    });
  });
  select(Math.max(0, data.groups.findIndex((group) => group.key === data.first)));
  return el(
    "section",
    { css: "xj-lists" },
    el("h3", {}, refused ? "相近资料（不足以作为依据，仅供查阅）" : "全部检索结果"),
    el("div", { css: "xj-tabs", role: "tablist" }, tabs),
    panels,
  );
}

function drawGroup(group, open) {
  if (!group.hits.length) return el("p", { css: "xj-empty" }, "这一类中没有相关内容。");
  const items = group.hits.map((hit, rank) => drawHit(hit, rank, open));
  items.slice(SHOWN_HITS).forEach((item) => (item.hidden = true));
  const list = el("ol", { css: "xj-hits" }, items);
  if (items.length <= SHOWN_HITS) return list;
  const more = el("button", { type: "button", css: "xj-button" }, "显示其余 " + (items.length - SHOWN_HITS) + " 条");
  more.addEventListener("click", () => {
    items.forEach((item) => (item.hidden = false));
    more.remove();
  });
  return [list, more];
}

function viewButton(id, open) {
  return el(
    "button",
    { type: "button", css: "xj-view", "data-open": id, "aria-pressed": "false", on: { click: () => open(id) } },
    "查看原文",
  );
}

function drawExtra(extra, open) {
  return el(
    "button",
    {
      type: "button",
      css: "xj-also",
      title: extra.locator + "（查看原文）",
      "data-open": extra.id,
      "aria-pressed": "false",
      on: { click: () => open(extra.id) },
    },
    el("span", { css: "xj-from" }, extra.locator),
    excerpt(extra.excerpt),
  );
}

function drawHit(hit, rank, open) {
  const place = [hit.locator, hit.page ? "第" + hit.page + "页" : ""].filter(Boolean).join(" · ");
  return el(
    "li",
    { css: "xj-hit" },
    el("span", { css: "xj-rank" }, String(rank + 1)),
    el(
      "div",
      {},
      el("div", { css: "xj-hit-head" },
        el("strong", {}, hit.heading || (hit.locator ? "《" + hit.title + "》" + hit.locator : hit.title)),
        badge(hit.status), hit.badges.map(badge)),
      hit.heading ? el("div", { css: "xj-from" }, "《" + hit.title + "》" + place) : null,
      !hit.heading && hit.page ? el("div", { css: "xj-from" }, "第" + hit.page + "页") : null,
      el("p", { css: "xj-excerpt" }, excerpt(hit.excerpt), " ", el("span", { css: "xj-hit-tools" }, viewButton(hit.id, open), collectButton(hit.id))),
      hit.also.map((extra) => drawExtra(extra, open)),
    ),
  );
}
