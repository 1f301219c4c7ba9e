"""Tables to take away: a template for each kind, and what was refused."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from catalog.languages import catalog_language
from core import clock
from core.spreadsheets import CONTENT_TYPE, csv_lines
from partners.imports.columns import COLUMNS
from partners.models import Import

BOM = "\ufeff"  # without it, spreadsheets take letters such as é for something else
SOON = timedelta(days=5)


def template(kind: str) -> StreamingHttpResponse:
    """A header with all that a kind can say, in the active language, and a line to show how."""
    language = catalog_language()
    soon = (clock.today() + SOON).isoformat()
    columns = {column.words[language][0]: column for column in COLUMNS[kind]}
    example = {name: column.example.format(soon=soon) for name, column in columns.items()}
    return _table(csv_lines(list(columns), [example]), f"foodcoord-{kind}")


def refused_lines(run: Import) -> StreamingHttpResponse:
    """All that is wrong with an import's lines."""
    names = (_("line"), _("column"), _("message"))
    rows = run.problems.order_by("line", "id").values_list("line", "column", "message")
    told = (dict(zip(names, row, strict=True)) for row in rows.iterator(1000))
    return _table(csv_lines(names, told), f"foodcoord-errors-{str(run.pk)[:8]}")


def _table(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    def marked() -> Iterator[str]:
        yield BOM
        yield from lines

    return StreamingHttpResponse(
        marked(),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
