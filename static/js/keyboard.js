// "/" goes to the search field, "?" to the help page. Both can be switched off on the help page
// (WCAG 2.1.4); the choice stays in this browser only.
const KEY = "ssw-sneltoetsen";

function switchedOff() {
  try {
    return localStorage.getItem(KEY) === "uit";
  } catch {
    return true; // no storage, no way to switch off: then no shortcuts
  }
}

function typing(element) {
  return element.closest("input, textarea, select, [contenteditable]") !== null;
}

function visible(selector) {
  return [...document.querySelectorAll(selector)].find((item) => item.offsetParent !== null);
}

document.addEventListener("keydown", (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!plain || typing(event.target) || switchedOff()) return;
  if (event.key === "/") {
    const menu = document.querySelector(".site-menu");
    if (menu && menu.offsetParent !== null) menu.open = true;
    const field = visible("[data-search]");
    if (field) {
      event.preventDefault();
      field.focus();
    }
  } else if (event.key === "?") {
    const help = document.querySelector("[data-help]");
    if (help) help.click();
  }
});

// The switch on the help page; hidden until this script runs, since without it there is nothing
// to switch.
const control = document.querySelector("[data-shortcut-switch]");
if (control) {
  const box = control.querySelector("input");
  control.hidden = false;
  box.checked = !switchedOff();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, box.checked ? "aan" : "uit");
    } catch {
      box.checked = false;
    }
  });
}
