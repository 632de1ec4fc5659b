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
    """A page in a context of its own: what it asked for and what it said are kept.

    Where it is never idle, what is folded away comes only when it is asked for.
    """

    def __init__(
        self, browser: Any, file: Path, width: int = 1280, place: str = "", idle: bool = True, **settings: Any
    ) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 900}, **settings)
        self.context.set_default_timeout(10_000)
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page = self.context.new_page()
        if not idle:
            self.page.add_init_script("window.requestIdleCallback = () => 0")
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

    def arrived(self) -> None:
        """Wait until all that is folded away is in place."""
        self.page.wait_for_function("performance.getEntriesByName('whole').length", timeout=60_000)

    def unfold(self) -> None:
        """Open everything that is folded."""
        self.arrived()
        self.page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")

    def filter(self, words: str) -> None:
        """Type words into the filter, and wait until it has an answer to them."""
        self.page.evaluate("document.getElementById('filter-status').textContent = ''")
        self.page.get_by_role("searchbox").fill(words)
        self.answered()

    def answered(self, said: str = " of ") -> None:
        """Wait until the filter says how many statements it shows, or nothing if it shows all."""
        self.page.wait_for_function(
            "said => { const text = document.getElementById('filter-status').textContent;"
            " return said ? text.includes(said) : text === ''; }",
            arg=said,
        )

    def still(self) -> None:
        """Wait until nothing has moved for three frames: what comes near the window is laid out only then."""
        self.page.evaluate(STILL)

    def focus(self) -> Any:
        """The element that the keyboard is at."""
        return self.page.evaluate_handle("document.activeElement").as_element()

    def shown(self, selector: str) -> list[str]:
        """The text of each element that is neither hidden nor folded away."""
        seen = "all => all.filter(e => e.checkVisibility()).map(e => e.textContent)"
        return list(self.page.locator(selector).evaluate_all(seen))


STILL = """() => new Promise((done) => {
  let before, same = 0;
  const look = () => {
    const now = [scrollY, document.documentElement.scrollHeight].join();
    same = now === before ? same + 1 : 0;
    before = now;
    if (same === 3) done(); else requestAnimationFrame(look);
  };
  look();
})"""


@contextmanager
def opened(browser: Any, file: Path, **settings: Any) -> Iterator[Tab]:
    tab = Tab(browser, file, **settings)
    try:
        yield tab
    finally:
        tab.context.close()
