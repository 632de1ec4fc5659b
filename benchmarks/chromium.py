"""The system's Chromium without a window, which asks for nothing by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def missing() -> str:
    """What to install before a page can be opened; empty where all is there."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "no browser automation: pip install playwright, of the extra dev"
    return "" if _program() else "no browser: apt-get install chromium, or name one in TIGHTROPE_CHROMIUM"


def _program() -> str | None:
    named = os.environ.get("TIGHTROPE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def launched() -> Iterator[Any]:
    """A browser, closed in the end; root has no sandbox to run it in."""
    from playwright.sync_api import sync_playwright

    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), args=[*QUIET, *sandbox])
        try:
            yield browser
        finally:
            browser.close()
