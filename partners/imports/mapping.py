"""Which column of a file means what: as was said, else as was said before, else by its name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalog.folding import fold
from partners.imports.columns import COLUMNS, ONE_OF, column_of
from partners.imports.values import Unread, unit

IN_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")


@dataclass
class Meaning:
    """What the columns of a file mean.

    Args:
        fields: field → header.
        missing: sentences on what is not there, and has to be.
        remarks: sentences on columns that cannot be used.
        unused: headers of columns that mean nothing to us.
    """

    fields: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        """All that is left out, in sentences."""
        if not self.unused:
            return self.remarks
        text = _("Left out, as we have no use for it: %(names)s.")
        names = ", ".join(f"“{header[:40]}”" for header in self.unused[:20])
        return [*self.remarks, text % {"names": names}]


def understand(
    kind: str,
    headers: Sequence[str],
    *,
    said: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> Meaning:
    """Tell the columns of a file.

    Args:
        kind: `ImportKind`.
        headers: as they stand in the file.
        said: field → header, as whoever imports says now; an empty header means none. What they
            do not speak of is guessed.
        remembered: as the organization said it last time.
    """
    known = {column.name for column in COLUMNS[kind]}
    usable = {header for header, count in Counter(headers).items() if header and count == 1}
    meaning = Meaning()
    guessed = dict(_guesses(kind, headers))
    surely = {n: h for n, h in (remembered or {}).items() if n in known and h in usable}
    meaning.fields |= {name: header for name, header in guessed.items() if header in usable}
    meaning.fields |= surely
    _one_meaning_each(meaning, surely)
    for name, header in (said or {}).items():
        _take_at_their_word(meaning, kind, headers, name, header)
    _one_meaning_each(meaning, said or {})
    _note_missing(meaning, kind)
    _note_left_out(meaning, headers)
    return meaning


def positions(headers: Sequence[str], fields: Mapping[str, str]) -> dict[str, int]:
    """Where each field's cell stands in a line."""
    return {name: headers.index(header) for name, header in fields.items() if header in headers}


def unit_in(header: str) -> str:
    """The unit that a header gives for all of its column: `Quantity (kg)`; empty without one."""
    for inside in IN_BRACKETS.findall(header):
        try:
            return unit(inside)
        except Unread:
            continue
    return ""


def _guesses(kind: str, headers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each field by the first of its words that is a header; earlier words are surer."""
    folded: dict[str, str] = {}
    for header in headers:
        folded.setdefault(fold(IN_BRACKETS.sub(" ", header)) or fold(header), header)
        folded.setdefault(fold(header), header)
    taken: set[str] = set()
    for column in COLUMNS[kind]:
        words = [column.name, *(word for said in column.words.values() for word in said)]
        for word in words:
            found = folded.get(fold(word))
            if found and found not in taken:
                taken.add(found)
                yield column.name, found
                break


def _take_at_their_word(
    meaning: Meaning, kind: str, headers: Sequence[str], name: str, header: str
) -> None:
    if name not in {column.name for column in COLUMNS[kind]}:
        known = ", ".join(column.name for column in COLUMNS[kind])
        text = _("There is no field “%(name)s”. Fields are: %(known)s.")
        meaning.missing.append(text % {"name": name[:40], "known": known})
        return
    meaning.fields.pop(name, None)
    if not header:
        return
    count = list(headers).count(header)
    if count == 1:
        meaning.fields[name] = header
    elif count:
        text = _("Two columns are called “%(header)s”. Give one of them another name.")
        meaning.missing.append(text % {"header": header[:80]})
    else:
        text = _("There is no column “%(header)s” in this file.")
        meaning.missing.append(text % {"header": header[:80]})


def _one_meaning_each(meaning: Meaning, said: Mapping[str, str]) -> None:
    """A column that was said to mean one thing is not guessed to mean another as well."""
    for header in {header for header in said.values() if header}:
        for name in [name for name, other in meaning.fields.items() if other == header]:
            if said.get(name) != header:
                del meaning.fields[name]


def _note_missing(meaning: Meaning, kind: str) -> None:
    for column in COLUMNS[kind]:
        if column.is_required and column.name not in meaning.fields:
            text = _("No column says “%(label)s”, which is needed.")
            meaning.missing.append(text % {"label": column.label})
    if (names := ONE_OF.get(kind)) and not set(names) & set(meaning.fields):
        labels = ", ".join(str(column_of(kind, name).label) for name in names)
        text = _("One of these columns is needed: %(labels)s.")
        meaning.missing.append(text % {"labels": labels})


def _note_left_out(meaning: Meaning, headers: Sequence[str]) -> None:
    used = set(meaning.fields.values())
    counts = Counter(header for header in headers if header)
    for header, count in counts.items():
        if count > 1:
            text = _("%(count)d columns are called “%(header)s”; they are left out.")
            meaning.remarks.append(text % {"count": count, "header": header[:80]})
    for number, header in enumerate(headers, 1):
        if not header:
            meaning.remarks.append(
                _("Column %(number)d has no name, and is left out.") % {"number": number}
            )
    meaning.unused = [header for header in counts if counts[header] == 1 and header not in used]
