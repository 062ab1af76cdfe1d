// Shows the page anew when the training under way gets to its next state. Without it: "Look again".
"use strict";

const watched = document.querySelector("[data-watch]");

if (watched) {
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(watched.dataset.watch, { headers: { Accept: "application/json" } });
      if (!answer.ok || !answer.headers.get("Content-Type").startsWith("application/json")) return;
      const { state } = await answer.json();
      if (state && state !== watched.dataset.state) location.reload();
    } catch {
      // The next look may get through.
    }
  };
  setInterval(look, 4000);
}
