"""A council's own website on another origin, as strict as such a site may be, with the widget."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>Felpersham City Council</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/site.css"><link rel="icon" href="/site.svg">
<script src="{signpost}/widget.js" {data} defer></script></head>
<body><header><a href="/">Home</a> <a href="/bins">Bins</a></header>
<main><h1>Felpersham City Council</h1>
<p><a id="link" href="{signpost}" data-signpost-open>Ask us</a></p></main></body></html>"""
CSS = "html { font-size: 62.5%; } * { color: red; } body { --signpost-colour: #5b1f69; }"
#: Nothing inline, no other origin but the one the widget is from, and no text made into markup.
POLICY = (
    "default-src 'none'; script-src {origin}; style-src 'self'; img-src 'self'; "
    "frame-src {origin}; base-uri 'none'; require-trusted-types-for 'script'"
)


@contextmanager
def council(signpost: str, data: str = "", lang: str = "en", policy: str = POLICY) -> Iterator[str]:
    """Address of the site while it is served; `data` are attributes of the script tag."""
    origin = signpost.removesuffix("/ask")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, text = "text/html", PAGE.format(signpost=signpost, data=data, lang=lang)
            if self.path == "/site.css":
                kind, text = "text/css", CSS
            if self.path == "/site.svg":
                kind, text = "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"/>'
            self.send_response(200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", policy.format(origin=origin))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
