// Puts a button and a panel on a council's page, from one script tag: see docs/widget.md.
// It adds one element, loads nothing until the button is pressed, and then only from here.
(function () {
  "use strict";
  var config = null; // replaced by bot/channel/embed.py
  var script = document.currentScript;
  if (!script || document.getElementById("signpost-widget")) return;
  var data = script.dataset;
  var origin = new URL(script.src).origin;
  var spoken = (data.lang || document.documentElement.lang || "").slice(0, 2);
  var lang = config.words[spoken] ? spoken : config.lang;
  var words = config.words[lang];
  var page = origin + config.path + "?lang=" + lang;
  var small = window.matchMedia("(max-width: 40em), (max-height: 30em)");
  var back = null, frame = null, ready = false, wanted = false;

  var css = ":host{all:initial;font-family:var(--signpost-font,system-ui,sans-serif);color:#0b0c0c}" +
    "*{box-sizing:border-box;font:inherit}" +
    ".at{position:fixed;z-index:var(--signpost-layer,2147483000);bottom:var(--signpost-bottom,1em);" +
    "left:var(--signpost-left,auto);right:var(--signpost-right,1em)}" +
    ".at.left{left:var(--signpost-left,1em);right:var(--signpost-right,auto)}" +
    ".launch{display:flex;align-items:center;gap:.6em;min-height:2.75em;max-width:calc(100vw - 2em);padding:.6em 1.1em;" +
    "text-align:left;font-weight:700;font-size:1.0625em;line-height:1.3;cursor:pointer;color:var(--signpost-text,#fff);" +
    "background:var(--signpost-colour," + config.accent + ");border:2px solid var(--signpost-text,#fff);" +
    "border-radius:var(--signpost-radius,4px);box-shadow:0 2px 8px rgba(0,0,0,.35)}" +
    ".launch:hover,.close:hover,.out:hover{text-decoration:underline;text-decoration-thickness:.15em}" +
    ".mark{flex:none;width:1.5em;height:1.5em;background:var(--signpost-logo,none) center/contain no-repeat}" +
    ".mark svg{display:block;width:100%;height:100%;fill:currentColor}" +
    "dialog{flex-direction:column;inset:auto;margin:0;padding:0;overflow:hidden;max-width:none;max-height:none;" +
    "width:min(27em,100vw - 2em);height:min(46em,100vh - 2em);height:min(46em,100dvh - 2em);background:#fff;color:inherit;" +
    "border:2px solid #0b0c0c;border-radius:var(--signpost-radius,4px);box-shadow:0 4px 24px rgba(0,0,0,.4)}" +
    "dialog[open]{display:flex}dialog::backdrop{background:rgba(0,0,0,.5)}" +
    ".head{flex:none;display:flex;align-items:center;gap:0 .25em;padding:.25em .25em .25em 1em;" +
    "color:var(--signpost-text,#fff);background:var(--signpost-colour," + config.accent + ")}" +
    "h2{flex:1;min-width:0;margin:0;font-weight:700;font-size:1.125em;line-height:1.3}" +
    ".out,.close{flex:none;max-width:10em;line-height:1.25;display:inline-flex;align-items:center;min-height:2.75em;min-width:2.75em;padding:0 .6em;color:inherit;" +
    "background:none;border:2px solid transparent;border-radius:3px;cursor:pointer;text-decoration:underline}" +
    ".close{font-weight:700;text-decoration:none}" +
    "iframe{flex:1;width:100%;min-height:0;border:0;background:#fff}" +
    ".say{flex:none;margin:0;padding:1em;line-height:1.5}.say a{color:#1c4f82}" +
    ":focus-visible{outline:3px solid #0b0c0c;outline-offset:0;color:#0b0c0c;background:#fd0;border-color:#0b0c0c}" +
    "iframe:focus-visible{outline:0}[hidden]{display:none!important}" +
    "@media (max-width:40em),(max-height:30em){dialog.at,dialog.at.left{inset:0;width:100%;height:100%;border:0;border-radius:0}}" +
    "@media (prefers-reduced-motion:no-preference){dialog[open]{animation:up .15s ease-out}@keyframes up{from{opacity:0;transform:translateY(1em)}}}" +
    "@media (forced-colors:active){.mark{forced-color-adjust:none}.out,.close{border-color:ButtonBorder}}" +
    "@media print{.at{display:none!important}}";

  function make(tag, className, text) {
    var found = document.createElement(tag);
    if (className) found.className = className;
    if (text) found.textContent = text;
    return found;
  }
  function signpost() {
    var space = "http://www.w3.org/2000/svg";
    var svg = document.createElementNS(space, "svg"), path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    path.setAttribute("d", "M11 1h2v2h6l3 3-3 3h-6v2h5v6h-5v6h-2v-6H5l-3-3 3-3h6V9H6V3h5z");
    svg.append(path);
    return svg;
  }

  var host = make("div");
  host.id = "signpost-widget";
  if (!host.attachShadow || !window.HTMLDialogElement || !("adoptedStyleSheets" in document)) {
    // An old browser: a plain link to the page does the same.
    var plain = make("a", "", data.label || words.title);
    plain.href = page;
    host.append(plain);
    document.body.append(host);
    return;
  }
  var root = host.attachShadow({ mode: "open" });
  var sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  host.lang = lang;

  var where = "at" + (data.position === "left" ? " left" : "");
  var launch = make("button", "launch " + where);
  var mark = make("span", "mark");
  var panel = make("dialog", where);
  var head = make("div", "head");
  var title = make("h2", "", data.title || words.title);
  var out = make("a", "out", words.tab);
  var close = make("button", "close", words.close);
  var say = make("p", "say");
  launch.type = close.type = "button";
  launch.setAttribute("aria-haspopup", "dialog");
  mark.setAttribute("aria-hidden", "true");
  title.id = "title";
  panel.setAttribute("aria-labelledby", "title");
  out.href = page;
  out.target = "_blank";
  out.rel = "noopener";
  say.setAttribute("role", "status");
  launch.append(mark, make("span", "", data.label || words.title));
  head.append(title, out, close);
  panel.append(head, say);
  root.append(launch, panel);

  function remember(open) {
    try {
      if (open) sessionStorage.setItem("signpost-open", "yes");
      else sessionStorage.removeItem("signpost-open");
    } catch (blocked) { /* the page works without remembering */ }
  }
  function remembered() {
    try { return sessionStorage.getItem("signpost-open") === "yes"; } catch (blocked) { return false; }
  }
  function tell(message) { frame.contentWindow.postMessage(message, origin); }
  function dress() {
    var style = getComputedStyle(host);
    var value = function (name) { return style.getPropertyValue("--signpost-" + name).trim(); };
    return { signpost: "theme", colour: value("colour"), font: value("font") };
  }
  function settle() {
    if (!ready) return;
    say.hidden = true;
    tell(dress());
    if (wanted) {
      frame.focus();
      tell({ signpost: "focus", small: small.matches });
      wanted = false;
    }
  }
  function load() {
    if (frame) return;
    frame = make("iframe");
    frame.title = data.title || words.title;
    frame.src = origin + config.path + "/panel?lang=" + lang;
    say.textContent = words.waiting;
    panel.append(frame);
    window.setTimeout(function () {
      if (ready) return;
      var link = make("a", "", words.tab);
      link.href = page;
      link.target = "_blank";
      link.rel = "noopener";
      say.textContent = words.failed + " ";
      say.append(link);
      frame.hidden = true;
    }, 10000);
  }
  // On a phone the panel is all there is and keeps the focus; on a wide screen the page beside it
  // can still be used.
  function show() {
    if (small.matches) panel.showModal();
    else panel.show();
  }
  function open(opener) {
    back = opener || launch;
    wanted = true;
    load();
    if (!panel.open) show();
    launch.hidden = true;
    remember(true);
    settle();
  }
  function shut() {
    if (!panel.open) return;
    panel.close();
    launch.hidden = false;
    remember(false);
    (back && back.isConnected ? back : launch).focus();
  }

  launch.addEventListener("click", function () { open(launch); });
  close.addEventListener("click", shut);
  panel.addEventListener("cancel", function (event) { event.preventDefault(); shut(); });
  panel.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { event.preventDefault(); shut(); }
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-signpost-open]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  window.addEventListener("message", function (event) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin || !event.data) return;
    if (event.data.signpost === "ready") { ready = true; settle(); }
    if (event.data.signpost === "close") shut();
  });
  small.addEventListener("change", function () {
    if (panel.open) { panel.close(); show(); }
  });

  function start() {
    document.body.append(host);
    if (!getComputedStyle(host).getPropertyValue("--signpost-logo").trim()) mark.append(signpost());
    // It was open on the page before: it is again, without taking the focus. Not on a phone,
    // where it would hide the page that was asked for.
    if (remembered() && !small.matches) {
      load();
      show();
      launch.hidden = true;
      if (root.activeElement) root.activeElement.blur();
    }
  }
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
