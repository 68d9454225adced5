// A page that renews itself: [data-refresh="15"] is fetched again that often, unless somebody reads in it. No essential thing.
(() => {
  "use strict";
  const live = document.querySelector("[data-refresh]");
  if (!live) return;
  const busy = () => document.hidden || live.contains(document.activeElement) || live.querySelector("details[open]") || String(getSelection());
  setInterval(async () => {
    if (busy()) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(live.id);
      if (fresh && !busy()) live.replaceChildren(...fresh.childNodes);
    } catch { /* the hub is away: the page stays as it was */ }
  }, live.dataset.refresh * 1000);
})();
