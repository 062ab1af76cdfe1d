"""Writes SVG elements with every value escaped."""

from __future__ import annotations

from typing import Union

from markupsafe import Markup, escape

Value = Union[str, int, float]


def element(name: str, *inside: Union[str, Markup], **attributes: Value) -> Markup:
    """One element. Underscores in names become hyphens; a last one is left out (`class_`).

    inside: text is escaped, Markup is not. Numbers are rounded to a tenth of a unit.
    """
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
    )
    content = Markup("").join(escape(one) for one in inside)
    return Markup(f"<{name}{pairs}>{content}</{name}>")  # noqa: S704  (each part is escaped above)


def picture(
    identity: str, title: str, description: str, size: tuple[float, float], *inside: Markup
) -> Markup:
    """A whole picture that a screen reader announces by its title and description.

    identity (str): unique in the page. size: width and height in units; it scales with its box.
    """
    width, height = size
    return element(
        "svg",
        element("title", title, id=f"{identity}-title"),
        element("desc", description, id=f"{identity}-desc"),
        *inside,
        class_="chart",
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{identity}-title {identity}-desc",
        focusable="false",
    )


def words(text: str, x: float, y: float, kind: str = "", anchor: str = "start") -> Markup:
    """Text at a point; kind (str): class that the style sheet knows."""
    return element("text", text, x=x, y=y, class_=f"words {kind}".strip(), text_anchor=anchor)


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut at a word; the whole text stands in the table beside."""
    if len(text) <= most:
        return text
    cut = text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;(")
    return f"{cut}…"


def _plain(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
