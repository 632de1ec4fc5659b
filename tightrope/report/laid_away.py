"""What is folded away is kept from a browser's parser until a reader wants it or nothing else is to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

_FOLDS = re.compile(r"<details\b(?P<opened>[^>]*)>|(?P<summarised></summary>)|(?P<closed></details>)")


def laid_away(body: Markup) -> Markup:
    """The same, with what each outermost closed `<details>` folds away in a `<noscript>`.

    A browser without scripts reads what is in it as ever. One with scripts takes it as a single text,
    for next to no time, and `page.js` puts it in place.
    """
    at, pieces = 0, []
    for begin, end in _folded(body):
        pieces += [body[at:begin], Markup("<noscript>"), body[begin:end], Markup("</noscript>")]
        at = end
    return Markup("").join([*pieces, body[at:]])


def _folded(body: str) -> Iterator[tuple[int, int]]:
    """Where what an outermost closed part folds away begins, after its summary, and ends."""
    begin, within = 0, 0
    for tag in _FOLDS.finditer(body):
        if tag["summarised"]:
            begin = tag.end() if within == 1 else begin
        elif tag["closed"]:
            if within == 1:
                yield begin, tag.start()
            within = max(within - 1, 0)
        elif within or "open" not in tag["opened"].split():
            within += 1
