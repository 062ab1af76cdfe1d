"""The main job in a real browser, against the real assistant: no part of it is scripted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from served import served
from steps import said, say

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running assistant."""
    with served(tmp_path_factory.mktemp("browser")) as address:
        yield f"{address}/ask"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_a_pothole_finds_its_council(chromium: Any, real: str, script: bool, width: int) -> None:
    """A hole in the road, a town, and the card says whose it is, why, and where to report it."""
    context = chromium.new_context(
        java_script_enabled=script, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    try:
        page.goto(real)
        say(page, "there's a massive hole in the road outside my house")
        assert "Where is this?" in said(page)
        say(page, "Harrogate")
        words = said(page)
        assert "North Yorkshire Council deals with this." in words
        assert "all the council services" in words
        assert "https://www.gov.uk/report-pothole" in page.content()
        if script:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        context.close()
