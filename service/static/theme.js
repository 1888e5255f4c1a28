// Which colours the page has: the system's until the reader says otherwise. Loaded before the page is drawn, so that
// nothing flashes; keeps the choice where the browser lets it.
"use strict";
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const NAME = "switchyard.theme";

  function stored() {
    try {
      const value = localStorage.getItem(NAME);
      return value === "dark" || value === "light" ? value : null;
    } catch {
      return null;
    }
  }

  function keep(value) {
    try {
      localStorage.setItem(NAME, value);
    } catch {
      // A browser that keeps nothing still changes its colours.
    }
  }

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  function show() {
    root.classList.toggle("dark", isDark());
    const toggle = document.querySelector("[data-theme-toggle]");
    toggle?.setAttribute("aria-pressed", String(isDark()));
  }

  if (stored()) root.dataset.theme = stored();
  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    show();
    document.querySelector("[data-theme-toggle]")?.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep(root.dataset.theme);
      show();
    });
  });
})();
