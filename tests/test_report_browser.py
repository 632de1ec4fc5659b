"""The report in a browser: what a reader sees, by eye, by ear, by keyboard, on a phone, on paper.

Needs Chromium; its program is looked for by name, or named by the variable TIGHTROPE_CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright, of the extra dev")
Axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
).Axe
Browser, Tab = sync_api.Browser, sync_api.Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""The browser itself asks for nothing, so that whatever is asked for is the page's doing."""
WIDTHS = (375, 768, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    program = os.environ.get("TIGHTROPE_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(
            "no browser: install Chromium (apt-get install chromium), or set TIGHTROPE_CHROMIUM to one"
        )
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=[*QUIET, *sandbox])
        yield launched
        launched.close()


class Opened:
    """The report in a tab of its own, and what went wrong while it was open."""

    def __init__(self, browser: Any, file: Path, **settings: Any) -> None:
        self.context = browser.new_context(**settings)
        self.context.set_default_timeout(10_000)
        self.tab = self.context.new_page()
        self.asked: list[str] = []
        self.messages: list[str] = []
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("console", lambda message: self.messages.append(f"{message.type}: {message.text}"))
        self.tab.on("pageerror", lambda error: self.messages.append(str(error)))
        self.tab.on("dialog", self._dismissed)
        self.context.route("**/*", lambda route: route.continue_() if _is_file(route) else route.abort())
        self.tab.goto(file.as_uri())

    def _dismissed(self, dialog: Any) -> None:
        self.messages.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def _is_file(route: Any) -> bool:
    return bool(route.request.url.startswith("file:"))
