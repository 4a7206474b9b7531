// Delivers what a component sends, and draws it with `drawComponent`.
//
// While a run is under way Streamlit keeps one message for each component, the newest: of three quick clicks two would
// be lost.  So every message goes together with those before it that the server has not acknowledged yet (`data.seen`),
// and the server takes each number once; see ui/components/assets.py.

const DOUBLE = 400; // milliseconds: the same message again within them is a double click, and counts once
const REPEATED = ["move"]; // messages that may well follow each other quickly

export default function (component) {
  const { key, seen, data } = component.data;
  const outbox = (window.xjOutbox ||= { last: 0, boxes: {} }); // outlives components that are mounted anew
  const box = (outbox.boxes[key] ||= { waiting: [], latest: "", at: 0 });
  box.waiting = box.waiting.filter((message) => message.number > seen);
  const setTriggerValue = (name, value) => {
    const latest = JSON.stringify([name, value], (part, inner) => (part === "at" ? undefined : inner)); // but for the moment
    const now = Date.now();
    const twice = latest === box.latest && now - box.at < DOUBLE && !REPEATED.includes(name);
    Object.assign(box, { latest, at: now });
    if (twice) return;
    outbox.last = Math.max(outbox.last + 1, now); // grows over reloads too
    box.waiting.push({ number: outbox.last, name, value });
    component.setTriggerValue("sent", box.waiting);
  };
  return drawComponent({ ...component, data, setTriggerValue });
}
