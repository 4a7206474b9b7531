// The question box.  `data` is what ui/components/question.py gives; sends `ask` with the text.  Enter asks, Shift+Enter
// begins a new line; the box grows with the text.  A text that is too long stays, with a word why it is not sent.

const HIGHEST = 320; // pixels: a long letter scrolls inside, the answer stays on the screen

export default function ({ data, parentElement, setTriggerValue }) {
  const root = rootOf(parentElement, "xj-question");
  if (!root.firstChild) build(root);
  const area = root.querySelector("textarea");
  root.limit = data.limit;
  root.send = (text) => setTriggerValue("ask", { text, at: Date.now() });
  area.placeholder = data.placeholder;
  // What is being typed stays when the page is drawn anew; another question replaces it.
  if (root.dataset.shown !== data.question) {
    root.dataset.shown = data.question;
    area.value = data.question;
  }
  fit(root);
}

function build(root) {
  const id = "xj-question-" + Date.now();
  const area = el("textarea", { id, rows: "1", spellcheck: "false", autocomplete: "off", "aria-describedby": id + "-hint" });
  const button = el("button", { type: "button", css: "xj-ask" }, "提问");
  root.append(
    el("label", { for: id }, "描述您遇到的问题，用平常的话说即可，也可以把整封来信贴进来"),
    el("div", { css: "xj-question-row" }, area, button),
    el("p", { css: "xj-question-hint", id: id + "-hint", role: "status" }),
  );
  area.addEventListener("input", () => fit(root));
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return; // 229: choosing 拼音
    event.preventDefault();
    ask(root);
  });
  button.addEventListener("click", () => ask(root));
  new ResizeObserver(() => fit(root)).observe(root);
}

function length(text) {
  return [...text].length;
}

function ask(root) {
  const area = root.querySelector("textarea");
  if (length(area.value) > root.limit) return area.focus();
  const lines = area.value.split("\n").map((line) => line.trim().replace(/\s+/g, " ")); // as the server keeps it
  const text = lines.filter(Boolean).join("\n");
  root.dataset.shown = text;
  root.send(text);
}

function fit(root) {
  const area = root.querySelector("textarea");
  area.style.height = "auto";
  const edges = area.offsetHeight - area.clientHeight;
  area.style.height = Math.min(area.scrollHeight + edges, HIGHEST) + "px";
  area.style.overflowY = area.scrollHeight + edges > HIGHEST ? "auto" : "hidden";
  const count = length(area.value);
  const over = count > root.limit;
  root.classList.toggle("xj-over", over);
  area.setAttribute("aria-invalid", String(over));
  root.querySelector(".xj-ask").disabled = over;
  const hint = root.querySelector(".xj-question-hint");
  const text = over
    ? `共 ${count} 字，超出 ${root.limit} 字的上限 ${count - root.limit} 字。请删减，或者分几次提问。`
    : area.value.includes("\n") || count > 200 // a letter: one line says how it is asked
      ? `共 ${count} 字，最多 ${root.limit} 字。按回车提问，Shift+回车换行。`
      : "";
  if (hint.textContent !== text) hint.textContent = text;
}
