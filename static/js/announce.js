// After an htmx swap: say in the live region what changed, and keep the focus on the page.
// Useless without htmx, harmless when it fails: every part also works as a full page.
const region = document.getElementById("melding");

document.body.addEventListener("htmx:afterSwap", (event) => {
  const part = event.detail.target;
  const source = part.querySelector("[data-announce], .result-count");
  if (region && source && !source.closest('[role="status"]')) {
    region.textContent = source.textContent.trim().replace(/\s+/g, " ");
  }
  const summary = part.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
  } else if (document.activeElement === document.body) {
    // The trigger itself was swapped away: go to the new heading instead of the top of the page.
    const heading = part.querySelector("h1, h2, h3");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
  }
});

// A form that comes back with errors is a part like any other.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422 || event.detail.xhr.status === 400) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Browsers that ignore autofocus on a box still bring the reader to the errors.
const summary = document.querySelector("[data-error-summary]");
if (summary && document.activeElement !== summary) {
  summary.focus();
}
