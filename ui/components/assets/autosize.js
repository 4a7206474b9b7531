// Text fields that grow with what is typed.

function grown(area) {
  if (!area.offsetWidth) return; // not on the screen yet
  area.style.height = "0";
  area.style.height = area.scrollHeight + 2 + "px";
}

// A field for a text; `change` is told every new value.
function textArea(value, label, change, css) {
  const area = el("textarea", { css: "xj-edit" + (css ? " " + css : ""), rows: "1", "aria-label": label, title: label, spellcheck: "false" });
  area.value = value;
  area.addEventListener("input", () => {
    grown(area);
    change(area.value);
  });
  return area;
}

// Fits all fields of a root now, and again whenever its width changes.
function fitAll(root) {
  root.querySelectorAll("textarea").forEach(grown);
  if (root.watcher) return;
  let width = 0;
  root.watcher = new ResizeObserver(() => {
    if (root.offsetWidth === width) return;
    width = root.offsetWidth;
    root.querySelectorAll("textarea").forEach(grown);
  });
  root.watcher.observe(root);
}
