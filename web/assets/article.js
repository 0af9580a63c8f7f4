// A click on marked text leads to its row, one on a row to its sentence; both light up.
// Without this file they are plain links to the same places.

const text = document.getElementById("text");
const told = document.getElementById("told");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
document.documentElement.classList.add("live"); // lights are ours now, not :target's

function light(row) {
  for (const el of document.querySelectorAll(".lit")) el.classList.remove("lit");
  if (!row) return;
  document.getElementById(row)?.classList.add("lit");
  for (const el of text.querySelectorAll(`[data-rows~="${CSS.escape(row)}"]`)) el.classList.add("lit");
}

// show brings the element of that id into view. row is whose it is, where it is a place in the text.
function show(id, row) {
  const el = document.getElementById(id);
  if (!el) return;
  const inText = text.contains(el);
  light(inText ? row : id);
  for (let up = el.closest("details:not([open])"); up; up = up.parentElement.closest("details:not([open])")) up.open = true;
  let focus = el;
  if (inText) {
    el.closest(".sentence")?.classList.add("lit");
    focus = (row && el.querySelector(`a[data-rows~="${CSS.escape(row)}"]`)) || el;
    if (!focus.matches("a")) focus.tabIndex = -1;
    told.textContent = "At the sentence in the text";
  } else {
    told.textContent = "At the row";
  }
  el.scrollIntoView({ block: inText ? "center" : "nearest", behavior: calm.matches ? "instant" : "smooth" });
  focus.focus({ preventScroll: true });
}

function go(id, row) {
  history.pushState({ row }, "", "#" + id);
  show(id, row);
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[href]");
  if (link) {
    const to = link.getAttribute("href");
    if (!to.startsWith("#") || link.classList.contains("skip")) return;
    event.preventDefault();
    go(to.slice(1), link.dataset.to ?? link.closest(".row")?.id);
    return;
  }
  if (event.target.closest("button, input, label, summary") || !getSelection().isCollapsed) return;
  const run = event.target.closest(".run[data-rows]");
  if (run?.dataset.rows) return go(run.dataset.rows.split(" ")[0]);
  const row = event.target.closest(".row[data-sentence]");
  if (row?.dataset.sentence) go(row.dataset.sentence, row.id);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") light();
  if (event.key === "Enter" && event.target.matches?.(".row") && event.target.dataset.sentence) go(event.target.dataset.sentence, event.target.id);
});

addEventListener("popstate", (event) => {
  if (location.hash) show(location.hash.slice(1), event.state?.row);
  else light();
});
if (location.hash) show(location.hash.slice(1));

// What is copied from the text is the article's own text, white space too.
text.addEventListener("copy", (event) => {
  const chosen = getSelection();
  if (chosen.rangeCount === 0) return;
  event.clipboardData.setData("text/plain", chosen.getRangeAt(0).cloneContents().textContent);
  event.preventDefault();
});

const print = document.getElementById("print");
print.hidden = false;
print.querySelector("button").addEventListener("click", () => window.print());
