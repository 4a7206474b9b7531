// Problems that came back.  `data.rows` is [RecurrenceView] of ui/components/recurring.py; sends `pick` (an index).

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-recurring");
  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  root.replaceChildren(el("ul", {}, data.rows.map((row, index) =>
    el("li", {},
      el("button", { type: "button", css: "xj-recurrence", "aria-pressed": String(index === data.picked), on: { click: () => setTriggerValue("pick", String(index)) } },
        el("span", { css: "xj-problem-title" }, row.type, row.badges.map(badge)),
        el("span", { css: "xj-from" }, row.unit),
        el("span", { css: "xj-rounds" }, row.rounds.map((round, number) => [
          number ? el("span", { css: "xj-arrow", "aria-hidden": "true" }, "→") : null,
          el("span", { css: "xj-round" }, el("b", {}, round.day), el("span", {}, round.text), badge(round.status)),
        ])))))));
}
