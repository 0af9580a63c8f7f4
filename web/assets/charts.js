// Makes a chart nicer: a click on a period opens its events in place, and the arrow keys
// walk along it. Without this file every period is a plain link.
const open = document.querySelector("[data-open]");
const chart = document.querySelector("[data-chart]");

async function show(link, focus) {
  const url = new URL(link.getAttribute("href"), location.href);
  const asked = new URL(url);
  asked.searchParams.set("part", "point");
  const answer = await fetch(asked).catch(() => null);
  if (!answer?.ok) {
    location.href = url;
    return;
  }
  open.innerHTML = await answer.text(); // our own server's page, escaped there
  history.replaceState(null, "", url);
  for (const a of chart.querySelectorAll("a")) {
    const chosen = a.dataset.key === url.searchParams.get("point");
    a.classList.toggle("chosen", chosen);
    if (chosen) a.setAttribute("aria-current", "true");
    else a.removeAttribute("aria-current");
  }
  const section = document.getElementById("point");
  if (focus) section?.focus({ preventScroll: true });
  section?.scrollIntoView({ block: "nearest" });
}

if (open && chart) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-key]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link, true);
  });
  const links = [...chart.querySelectorAll("a")];
  const box = chart.closest(".scroll");
  box.setAttribute("aria-label", "Chart: arrow keys choose a period, Enter opens its events");
  let at = links.findIndex((a) => a.classList.contains("chosen"));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && links.length) {
      event.preventDefault();
      links[at]?.classList.remove("at");
      at = at < 0 ? links.length - 1 : Math.max(0, Math.min(links.length - 1, at + step));
      links[at].classList.add("at");
      links[at].focus({ preventScroll: true });
      links[at].scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });
}
