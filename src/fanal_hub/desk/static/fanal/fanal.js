// Enhancements only: every page works without this file. Theme, copying, keys of the queue, focus on errors.
(() => {
  "use strict";
  const root = document.documentElement;
  const memory = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window keeps nothing */ } },
  };
  const theme = memory.get("fanal.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme; // before the first paint

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function switchTheme() {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    memory.set("fanal.theme", root.dataset.theme);
  }

  async function copy(button) {
    const words = button.querySelector("[aria-live]");
    const before = words.textContent;
    const text = document.getElementById(button.dataset.copy);
    try { await navigator.clipboard.writeText(text.textContent); } catch { getSelection().selectAllChildren(text); return; }
    words.textContent = button.dataset.done;
    setTimeout(() => { words.textContent = before; }, 2500);
  }

  // Keys of the queue. A page opts in with [data-queue]; rows are [data-row]; any [data-key="q"] is clicked by q.
  // WCAG 2.1.4: the shortcuts can be turned off, and never fire while someone types.
  const keysAreOn = () => memory.get("fanal.keys") !== "off";
  const typing = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  function move(step) {
    const rows = all("[data-row]");
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
    (row.querySelector("a") || row.querySelector("button, summary, input") || row).focus();
    row.scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    const here = document.activeElement.closest("[data-row]");
    const found = (here && here.querySelector(`[data-key="${key}"]`)) || document.querySelector(`[data-key="${key}"]:not([data-row] *)`);
    if (found) found.click();
    return Boolean(found);
  }

  function toggleHelp() {
    const help = document.querySelector("[data-keys]");
    if (!help) return;
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysAreOn()) return;
    const moves = { j: () => move(1), k: () => move(-1), "?": toggleHelp };
    if (moves[event.key]) moves[event.key]();
    else if (!/^[a-z]$/.test(event.key) || !press(event.key)) return;
    event.preventDefault();
  }

  function readyKeys() {
    const help = document.querySelector("[data-keys]");
    if (!document.querySelector("[data-queue]") || !help) return;
    const button = help.querySelector("[data-keys-switch]");
    const say = () => { button.textContent = keysAreOn() ? button.dataset.off : button.dataset.on; };
    button.addEventListener("click", () => { memory.set("fanal.keys", keysAreOn() ? "off" : "on"); say(); });
    say();
    help.hidden = false;
    document.addEventListener("keydown", onKey);
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of all("[data-theme-switch]")) { button.hidden = false; button.addEventListener("click", switchTheme); }
    if (navigator.clipboard) for (const button of all("[data-copy]")) { button.hidden = false; button.addEventListener("click", () => copy(button)); }
    for (const button of all("[data-print]")) { button.hidden = false; button.addEventListener("click", () => print()); }
    for (const box of all("[data-select-all]")) {
      box.closest("label").hidden = false;
      box.addEventListener("change", () => { for (const one of all(`[name="${box.dataset.selectAll}"]`, box.form || document)) one.checked = box.checked; });
    }
    for (const menu of all("details.menu")) {
      menu.addEventListener("keydown", (event) => { if (event.key === "Escape") { menu.open = false; menu.querySelector("summary").focus(); } });
    }
    document.querySelector("[data-focus]")?.focus();
    readyKeys();
  });
})();
