// A quoted stretch with its tools, shared by the detail of a problem and the comparison.  `quote` is QuoteView of
// ui/components/precedent.py; `send` gets ("open", id) and ("basket", id).

function drawQuote(quote, send) {
  return el(
    "blockquote",
    { css: "xj-quote xj-cite", "data-quote": quote.id },
    quote.label ? el("span", { css: "xj-quote-label" }, quote.label) : null,
    words(quote.text),
    el("div", { css: "xj-item-tools" },
      el("button", { type: "button", css: "xj-view", "data-open": quote.id, "aria-pressed": "false", on: { click: () => send("open", quote.id) } }, "查看原文"),
      quote.item ? basketButton(quote.item, send) : null),
  );
}

// `item` is {id, inside}.
function basketButton(item, send, css) {
  return el(
    "button",
    { type: "button", css: css || "xj-view xj-to-basket", "data-basket": item.id, "aria-pressed": String(item.inside), on: { click: () => send("basket", item.id) } },
    item.inside ? "✓ 已在拟稿篮" : "加入拟稿篮",
  );
}

function pressOpened(root, open) {
  root.querySelectorAll("[data-open]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.open === open)));
}

// Draws anew without moving what the reader looks at or losing the place of the keyboard.
function redraw(root, scroller, nodes) {
  const active = root.contains(document.activeElement) ? document.activeElement.dataset : {};
  const top = root.querySelector(scroller)?.scrollTop || 0;
  root.replaceChildren(...nodes);
  const area = root.querySelector(scroller);
  if (area) area.scrollTop = top;
  for (const name of ["open", "basket"])
    if (active[name]) root.querySelector("[data-" + name + '="' + CSS.escape(active[name]) + '"]')?.focus({ preventScroll: true });
}
