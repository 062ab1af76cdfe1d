"""A visitor without JavaScript, over real HTTP: reads pages, presses buttons, follows redirects."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from html.parser import HTMLParser
from typing import Any, Optional

import httpx
from sanic import Sanic
from sanic.server import AsyncioServer


class Server:
    """A Sanic app on a free port of this machine, for as long as a test needs it."""

    def __init__(self, app: Sanic) -> None:
        self.app = app
        self._loop = asyncio.new_event_loop()
        self._visitors: list[httpx.AsyncClient] = []
        found = socket.socket()
        found.bind(("127.0.0.1", 0))
        self.port = found.getsockname()[1]
        self._server = self.run(self._serve(found))

    async def _serve(self, found: socket.socket) -> AsyncioServer:
        server = await self.app.create_server(
            sock=found, return_asyncio_server=True, access_log=False
        )
        await server.startup()
        await server.before_start()
        await server.after_start()
        return server

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Runs a coroutine in the server's loop."""
        return self._loop.run_until_complete(work)

    def stop(self) -> None:
        """Closes the port."""

        async def close() -> None:
            for client in self._visitors:
                await client.aclose()
            await self._server.before_stop()
            await self._server.close()
            await self._server.after_stop()

        self.run(close())
        self._loop.close()

    def welcome(self, client: httpx.AsyncClient) -> httpx.AsyncClient:
        """The client of a visitor, closed before the port is."""
        self._visitors.append(client)
        return client

    def raw(self, sent: bytes, whole: bool = True) -> bytes:
        """What comes back for these very bytes, which need not be HTTP.

        whole (bool): whether to say that no more will come.
        """

        async def talk() -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(sent)
            await writer.drain()
            if whole:
                writer.write_eof()
            found = await asyncio.wait_for(reader.read(), 60)
            writer.close()
            return found

        found: bytes = self.run(talk())
        return found


class Page(HTMLParser):
    """What a page holds: its words, its forms, its links and the ids in it."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.html = response.text
        self.words = ""
        self.forms: list[dict[str, Any]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, Optional[str]]]] = []
        self._inside = False
        self.feed(self.html)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        """Collects forms, links and ids."""
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "form":
            self._inside = True
            self.forms.append({"action": found["action"], "fields": {}, "buttons": []})
        if self._inside and tag in ("input", "textarea") and found.get("name"):
            self.forms[-1]["fields"][found["name"]] = found.get("value") or ""
        if self._inside and tag == "button" and found.get("name"):
            self.forms[-1]["buttons"].append((found["name"], found["value"]))
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))

    def handle_endtag(self, tag: str) -> None:
        """Leaves a form."""
        self._inside = self._inside and tag != "form"

    def handle_data(self, data: str) -> None:
        """Collects the words."""
        self.words += f" {data}"

    def box(self) -> dict[str, Any]:
        """The form to write in."""
        return next(form for form in self.forms if "text" in form["fields"])

    def with_button(self, value: str) -> dict[str, Any]:
        """The form that has a button of this value."""
        return next(f for f in self.forms if value in [button[1] for button in f["buttons"]])


class Visitor:
    """One browser: its own cookies."""

    def __init__(self, server: Server, **headers: str) -> None:
        self.server = server
        base = f"http://127.0.0.1:{server.port}"
        # Without verify=False, each client reads all certificates of the web: 20 ms.
        self.http = server.welcome(
            httpx.AsyncClient(
                base_url=base, headers=headers, timeout=60, verify=False, trust_env=False
            )
        )

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A request; redirects are followed."""
        found: httpx.Response = self.server.run(self.http.request(method, path, **more))
        return found

    def get(self, path: str = "/ask") -> Page:
        """A page."""
        return Page(self.send("GET", path))

    def submit(self, sent: dict[str, Any], **fields: str) -> Page:
        """The page after sending a form."""
        data = {**sent["fields"], **fields}
        return Page(self.send("POST", sent["action"], data=data))

    def say(self, text: str, page: Optional[Page] = None) -> Page:
        """The page after writing something in the box."""
        return self.submit((page or self.get()).box(), text=text)

    def press(self, page: Page, value: str) -> Page:
        """The page after pressing the button of this value."""
        form = page.with_button(value)
        name = next(name for name, found in form["buttons"] if found == value)
        return self.submit(form, **{name: value})

    def api(self, method: str, path: str, token: str = "", **more: Any) -> httpx.Response:
        """A request to the JSON API."""
        headers = more.pop("headers", {})
        if token:
            headers = {**headers, "Authorization": f"Bearer {token}"}
        return self.send(method, f"/ask/api/v1{path}", headers=headers, **more)

    def start(self) -> tuple[str, str]:
        """A new conversation by the API: (path, token)."""
        found = self.api("POST", "/conversations").json()
        return f"/conversations/{found['id']}", found["token"]
