// Keeps the place of the reader where a component is mounted anew, as when the source opens beside it.

const scrolled = new Map();

// `key` names what is read; a part under another key begins at its top.
function keepScroll(node, key) {
  node.scrollTop = scrolled.get(key) || 0;
  node.addEventListener("scroll", () => node.isConnected && node.offsetHeight && scrolled.set(key, node.scrollTop), { passive: true });
}
