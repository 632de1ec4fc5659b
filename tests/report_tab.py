"""A tab of a real browser with the report in it, and what went wrong while it was open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.chromium import launched, missing

WIDTHS = (375, 768, 1280)
SCHEMES = ("light", "dark")


@contextmanager
def found() -> Iterator[Any]:
    """The system's browser; without one the tests are skipped, and say what to install."""
    if missing():
        pytest.skip(missing())
    with launched() as browser:
        yield browser


class Tab:
    """A page in a context of its own: what it asked for and what it said are kept."""

    def __init__(self, browser: Any, file: Path, width: int = 1280, place: str = "", **settings: Any) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
        self.context.set_default_timeout(10_000)
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismissed)
        self.context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        self.page.goto(file.as_uri() + place)

    def _dismissed(self, dialog: Any) -> None:
        self.said.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def seen_at(self, width: int, scheme: str = "light") -> None:
        """Make the window so wide, and the reader's scheme light or dark."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")

    def focus(self) -> Any:
        """The element that the keyboard is at."""
        return self.page.evaluate_handle("document.activeElement").as_element()

    def shown(self, selector: str) -> list[Any]:
        return [element for element in self.page.query_selector_all(selector) if element.is_visible()]


@contextmanager
def opened(browser: Any, file: Path, **settings: Any) -> Iterator[Tab]:
    tab = Tab(browser, file, **settings)
    try:
        yield tab
    finally:
        tab.context.close()
