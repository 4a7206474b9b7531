// Draws nothing.  A server that was started anew knows nothing of this page: what is clicked in a part that is drawn on
// its own would be dropped in silence.  So once the connection is back `back` has the whole page drawn.  Changes that
// were not saved ([data-unsaved], .xj-unsaved) are lost with the session: they are kept here to be copied.

export default function ({ setTriggerValue }) {
  const connection = (window.xjConnection ||= watched());
  connection.back = () => setTriggerValue("back", true);
}

function watched() {
  const connection = { lost: false };
  const app = document.querySelector("[data-testid=stApp]");
  new MutationObserver(() => {
    const there = app.dataset.testConnectionState === "CONNECTED";
    if (there && connection.lost) {
      const words = unsaved();
      if (words) warn(words);
      else connection.back();
    }
    connection.lost = !there;
  }).observe(app, { attributes: true, attributeFilter: ["data-test-connection-state"] });
  return connection;
}

function unsaved() {
  const sheet = document.querySelector("[data-unsaved]");
  if (sheet) return [...sheet.querySelectorAll("h3, h4, strong, textarea")].map((node) => (node.value ?? node.textContent).trim()).filter(Boolean).join("\n");
  return document.querySelector(".xj-unsaved") ? document.querySelector(".xj-editor textarea")?.value || "" : "";
}

function warn(words) {
  document.querySelector(".xj-cut-off")?.remove();
  const copy = el("button", { type: "button", css: "xj-button xj-strong" }, "复制没有保存的内容");
  copy.addEventListener("click", () => copyText(words, copy, "✓ 已复制"));
  document.body.append(el("div", { css: "xj-cut-off", role: "alert" },
    el("p", {}, "与巡鉴的连接中断过，本页没有保存的改动已无法直接保存。请先复制出来，刷新页面后再粘贴回去。"),
    copy,
    el("button", { type: "button", css: "xj-button", on: { click: () => location.reload() } }, "刷新页面")));
}
