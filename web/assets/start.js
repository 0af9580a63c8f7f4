// A file may be dropped anywhere on the form; while an article is read, the page says so.

const form = document.getElementById("read");
if (form) {
  const file = document.getElementById("in-file");
  const state = document.getElementById("read-state");
  const button = form.querySelector("button");
  const over = (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("over", event.type === "dragover");
  };
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", over);
  form.addEventListener("drop", (event) => {
    over(event);
    if (event.dataTransfer.files.length === 0) return;
    file.files = event.dataTransfer.files;
    state.textContent = `${file.files[0].name} is ready to be read`;
    button.focus();
  });
  form.addEventListener("submit", () => {
    button.disabled = true;
    state.textContent = "Reading …";
  });
  addEventListener("pageshow", () => {
    button.disabled = false;
    state.textContent = "";
  });
}
