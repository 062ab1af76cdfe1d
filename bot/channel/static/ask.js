// Makes the page smoother where it can: answers without a reload. Everything it does, the page
// also does alone: it sends the same forms to the same address and shows the page that comes back.
(function () {
  "use strict";
  var say = document.getElementById("say");
  if (!say || !window.fetch || !window.DOMParser || !window.URLSearchParams) return;
  var words = say.dataset;
  var live = document.getElementById("live");
  var idle = document.getElementById("idle");
  var waits = [1000, 2000, 4000, 8000, 15000];
  var timers = [];
  var busy = false;
  var counting;

  function byId(id) { return document.getElementById(id); }
  function talk() { return byId("talk"); }
  function make(tag, className, text) {
    var found = document.createElement(tag);
    if (className) found.className = className;
    if (text) found.textContent = text;
    return found;
  }
  // A live region that says the same words twice must change in between.
  function announce(text) {
    live.textContent = "";
    window.setTimeout(function () { live.textContent = text; }, 60);
  }

  function count() {
    var box = byId("text"), shown = byId("count");
    if (!box || !shown) return;
    var left = Number(shown.dataset.max) - Array.from(box.value).length;
    var form = left > 200 ? shown.dataset.hint : left < 0 ? (left === -1 ? words.overOne : words.over) : (left === 1 ? words.leftOne : words.left);
    shown.textContent = form.replace("{n}", Math.abs(left));
    shown.className = "hint" + (left < 0 ? " over" : "");
    window.clearTimeout(counting);
    // Spoken only near the end, and only once typing pauses.
    if (left < 50) counting = window.setTimeout(function () { if (!busy) announce(shown.textContent); }, 1500);
  }

  function echo(text) {
    var list = document.querySelector(".turns");
    if (!list) {
      list = make("ol", "turns");
      byId("box").before(list);
    }
    var item = make("li", "you sending");
    item.append(make("h2", "", words.you), make("p", "", text));
    var waiting = make("li", "sending");
    waiting.append(make("p", "waiting", words.waiting + "…"));
    list.append(item, waiting);
    talk().classList.add("busy");
    waiting.scrollIntoView({ block: "center" });
  }
  function unecho() {
    document.querySelectorAll(".sending").forEach(function (item) { item.remove(); });
    var list = document.querySelector(".turns");
    if (list && !list.children.length) list.remove();
    talk().classList.remove("busy");
  }
  function status(text) {
    var waiting = document.querySelector(".waiting");
    if (waiting) waiting.textContent = text;
    announce(text);
  }

  function complain(text) {
    var old = byId("errors");
    if (old) old.remove();
    var box = make("div", "errors");
    box.id = "errors";
    box.tabIndex = -1;
    box.setAttribute("role", "alert");
    box.append(make("h2", "", words.problem), make("p", "", text));
    talk().prepend(box);
    box.focus();
  }

  // Shows the page that came back, and moves focus to what is new in it.
  function show(html) {
    var next = new DOMParser().parseFromString(html, "text/html");
    var fresh = next.getElementById("talk");
    // Another language was chosen by what was written: everything around it changes too.
    if (next.documentElement.lang !== document.documentElement.lang) return location.reload();
    if (!fresh) {
      var problem = next.querySelector("#problem p");
      unecho();
      return complain(problem ? problem.textContent : words.failed);
    }
    var before = Number(talk().dataset.last);
    talk().replaceWith(document.adoptNode(fresh));
    document.title = next.title;
    // A service notice may have come or gone since.
    var old = document.querySelector(".notice"), now = next.querySelector(".notice");
    if (old) old.remove();
    if (now) talk().before(document.adoptNode(now));
    prepare();
    var turn = document.querySelector(".bot:last-child");
    var verdict = byId("verdict"), errors = byId("errors"), cleared = byId("cleared");
    if (errors) {
      errors.focus();
    } else if (turn && Number(fresh.dataset.last) > before) {
      announce(spoken(turn));
      (window.innerHeight < 500 ? turn : turn.previousElementSibling).scrollIntoView({ block: "start" });
      (turn.dataset.asks === "yes" ? byId("text") : turn.querySelector("h2")).focus({ preventScroll: true });
    } else if (verdict) {
      verdict.focus();
    } else {
      announce(cleared ? cleared.textContent : "");
      window.scrollTo(0, 0);
      byId("text").focus({ preventScroll: true });
    }
  }
  // The message as it is read out: without folded-away details, one sentence after another.
  function spoken(turn) {
    var copy = turn.cloneNode(true);
    copy.querySelectorAll("details").forEach(function (part) { part.remove(); });
    return Array.from(copy.querySelectorAll("h2, h3, p, li, dt, dd, button")).filter(function (part) {
      return !part.querySelector("button, p");
    }).map(function (part) {
      var text = part.textContent.replace(/\s+/g, " ").trim();
      return /[.?!:]$/.test(text) ? text : text + ".";
    }).join(" ");
  }

  function send(form, fields, attempt) {
    return fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" })
      .then(function (response) {
        // A proxy's own error page is as good as no answer.
        if (response.status === 502 || response.status === 504) throw new TypeError("gateway");
        return response.text();
      })
      .catch(function (fault) {
        if (attempt >= waits.length) throw fault;
        status(words.lost);
        return new Promise(function (again) { window.setTimeout(again, waits[attempt]); })
          .then(function () { return send(form, fields, attempt + 1); });
      });
  }

  function submit(event) {
    var form = event.target.closest("form[data-talk]");
    if (!form) return;
    event.preventDefault();
    if (busy) return;
    var fields = new URLSearchParams(new FormData(form));
    var button = event.submitter;
    if (button && button.name) fields.set(button.name, button.value);
    var text = (fields.get("text") || "").trim();
    var shown = fields.has("choice") && button ? button.textContent : text;
    busy = true;
    form.setAttribute("aria-busy", "true");
    if (shown && !fields.has("about")) echo(shown);
    var slow = window.setTimeout(function () { status(words.slow + "…"); }, 4000);
    send(form, fields, 0).then(show, function () {
      unecho();
      complain(words.failed);
    }).finally(function () {
      busy = false;
      window.clearTimeout(slow);
      form.removeAttribute("aria-busy");
      watch();
    });
  }

  // Enter sends, Shift and Enter starts a line.
  function keys(event) {
    if (event.target.id !== "text" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("button"));
  }

  // Five minutes before the conversation is cleared, says so and offers to keep it.
  function watch() {
    timers.forEach(window.clearTimeout);
    timers = [];
    idle.hidden = true;
    idle.textContent = "";
    if (talk().dataset.last === "0") return;
    var whole = Number(words.minutes) * 60000;
    timers.push(window.setTimeout(warn, whole - 300000), window.setTimeout(leave, whole + 1000));
  }
  function warn() {
    var stay = make("button", "second", words.stay);
    stay.type = "button";
    stay.addEventListener("click", function () {
      fetch(location.pathname, { credentials: "same-origin" }).then(watch);
      byId("text").focus();
    });
    idle.append(make("p", "", words.idle), stay);
    idle.hidden = false;
  }
  function leave() { location.assign(location.pathname + "?cleared=idle"); }

  function prepare() {
    var print = byId("print");
    if (print) {
      print.hidden = false;
      print.querySelector("button").addEventListener("click", function () { window.print(); });
    }
    count();
  }

  document.addEventListener("submit", submit);
  document.addEventListener("keydown", keys);
  document.addEventListener("input", function (event) { if (event.target.id === "text") count(); });
  // A page that the browser kept whole while another was shown may be out of date.
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  prepare();
  watch();
})();
