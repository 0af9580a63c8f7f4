// The progress of ingest, as the server tells it.

const place = document.getElementById("progress");
const words = (name) => name.replace(/([A-Z])/g, " $1").toLowerCase().trim();
new EventSource("/status/events").addEventListener("message", (event) => {
  const told = JSON.parse(event.data);
  place.textContent = Object.entries(told).map(([name, value]) => `${words(name)}: ${value}`).join(" · ");
});
