// Makes the desk smoother where it can: a form is sent once, and what is read out can be copied.
(function () {
  "use strict";
  document.querySelectorAll("form[data-once]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.getAttribute("aria-busy")) return event.preventDefault();
      form.setAttribute("aria-busy", "true");
    });
  });
  // A page that the browser kept is ready again when one comes back to it.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[aria-busy]").forEach(function (form) { form.removeAttribute("aria-busy"); });
  });
  // Browsers that know their own keys say them better than the hint can.
  document.querySelectorAll("[accesskey]").forEach(function (part) {
    if (part.accessKeyLabel) part.title = part.accessKeyLabel;
  });
  var script = document.querySelector(".script");
  if (!script || !navigator.clipboard) return;
  var words = document.getElementById("copy-words").dataset;
  var button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = words.copy;
  button.addEventListener("click", function () {
    navigator.clipboard.writeText(script.innerText.trim()).then(function () {
      document.getElementById("live").textContent = words.copied;
    });
  });
  script.after(button);
})();
