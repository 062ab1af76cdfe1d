// What the page does besides when it is shown in the widget's panel: it tells the page around it
// that it is there and when Escape is pressed, takes that page's colour and font, and takes focus.
// No message holds anything that was typed.
(function () {
  "use strict";
  if (window.parent === window) return;
  // Who may be the page around it is said by frame-ancestors, so any that got so far may know.
  function tell(what) { window.parent.postMessage({ signpost: what }, "*"); }

  // Contrast of white text on the colour, by WCAG's formula; 0 when it is no colour.
  function contrast(colour) {
    var probe = document.createElement("i");
    probe.style.color = colour;
    if (!probe.style.color) return 0;
    document.body.append(probe);
    var parts = (getComputedStyle(probe).color.match(/^rgb\((\d+), (\d+), (\d+)\)$/) || []).slice(1);
    probe.remove();
    if (!parts.length) return 0;
    var linear = parts.map(function (part) {
      var c = part / 255;
      return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    });
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05);
  }
  function dress(theme) {
    if (typeof theme.colour === "string" && contrast(theme.colour) >= 4.5) {
      document.documentElement.style.setProperty("--accent", theme.colour);
    }
    if (typeof theme.font === "string" && theme.font) document.body.style.fontFamily = theme.font;
  }
  // The box to write in; on a phone, where that would bring up the keyboard over what there is
  // to read first, the page; in a conversation, its last message.
  function focus(small) {
    var last = document.querySelector(".bot:last-child h2");
    var target = last || (small ? null : document.getElementById("text"));
    (target || document.getElementById("main")).focus({ preventScroll: !last });
  }

  window.addEventListener("message", function (event) {
    if (event.source !== window.parent || !event.data) return;
    if (event.data.signpost === "theme") dress(event.data);
    if (event.data.signpost === "focus") focus(event.data.small);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !event.defaultPrevented) tell("close");
  });
  tell("ready");
})();
