// Shared helpers.  Texts become text nodes, never markup: documents may contain anything.

function el(name, properties, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") Object.entries(value).forEach(([event, handler]) => node.addEventListener(event, handler));
    else if (key === "css") node.className = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// The component's own root below the element Streamlit gives us; kept between draws.
function rootOf(parent, css) {
  let root = parent.querySelector(":scope > ." + css);
  if (!root) {
    root = el("div", { css });
    parent.append(root);
  }
  return root;
}

function badge(label) {
  return label ? el("span", { css: "xj-badge xj-" + label.tone }, label.text) : null;
}

function excerpt(segments) {
  return segments.map(([text, strong]) => (strong ? el("b", {}, text) : text));
}

// A quote line by line: empty lines of the source take no room, but stay in the text.
function words(text) {
  const rows = text.split("\n").map((row, index) => [index ? "\n" : null, row ? el("span", { css: "xj-row" }, row) : null]);
  return el("span", { css: "xj-words" }, rows.flat());
}

// A button that asks once more instead of in a dialog.  `question` is what it then says, or a function that gives it:
// nothing where nothing needs to be asked.  The further clicks of a double click are no answer, and the question is
// withdrawn when the button is left.
function sure(button, question, act) {
  const label = button.textContent;
  const rest = () => {
    delete button.dataset.sure;
    button.textContent = label;
  };
  button.addEventListener("blur", rest);
  button.addEventListener("click", (event) => {
    if (event.detail > 1) return;
    const asked = button.dataset.sure ? "" : typeof question === "function" ? question() : question;
    if (!asked) {
      rest();
      return act();
    }
    button.dataset.sure = "1";
    button.textContent = asked;
  });
}

async function copyText(text, button, done) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { style: "position:fixed;opacity:0" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = done;
  setTimeout(() => (button.textContent = label), 1600);
}
