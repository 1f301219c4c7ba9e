"""The table, its words, and what the code asks for: each knows the others."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from notifications.enums import Channel, Group
from notifications.kinds import FROM_COMMITMENT, KINDS, of_group
from notifications.words import WORDS

ROOT = Path(__file__).resolve().parents[2]
OURS = [path for path in ROOT.iterdir() if (path / "apps.py").exists()]
SLUG = re.compile(r"[a-z_]{4,32}")

HANDED_TO = ("request_notice", "ask_before_end")

SIDES = {"giver", "receiver"}
WORDINGS = {
    "proposal_received": SIDES,
    "windows_offered": SIDES,
    "proposal_accepted": SIDES,
    "proposal_declined": SIDES,
    "proposal_expired": {"proposer", "asked"},
    "commitment_cancelled": SIDES | {"withdrawn", "ended"},
    "commitment_resumed": SIDES,
    "keep_in_touch_asked": {"people", ""},
    "keep_in_touch_agreed": {"people", ""},
    "message_received": {"commitment", "people", ""},
    "hand_over_soon": SIDES,
    "hand_over_ask": SIDES,
    "hand_over_ask_again": SIDES,
    "hand_over_stated": SIDES,
    "hand_over_disputed": SIDES,
    "commitment_missed": SIDES,
    "thanked": SIDES,
    "listing_ending": {"listing"},
    "listing_still_there": {"listing"},
    "request_ending": {"request"},
    "request_still_needed": {"request"},
    "standing_made": {"listing", "request", ""},
    "standing_refused": {""},
    "food_reopened": {"listing"},
    "match_found": {"listing", "request", ""},
    "search_alert": {"listing", "request", ""},
    "offered_to_organization": {"listing"},
    "verify_organization": {"organization"},
    "program_approved": {"program"},
    "program_refused": {"program"},
    "report_decided": {""},
    "moderated": {""},
    "objection_answered": {""},
}
NAMES = {
    "giver": {"other", "food", "quantity", "given", "when", "answer"},
    "receiver": {"other", "food", "quantity", "given", "when", "answer"},
    "proposer": {"other", "food", "quantity"},
    "asked": {"other", "food", "quantity"},
    "withdrawn": {"other", "food", "quantity"},
    "ended": {"other", "food", "quantity"},
    "commitment": {"other", "food"},
    "people": {"other"},
    "listing": {"food", "quantity", "until"},
    "request": {"food", "quantity", "until"},
    "organization": {"name"},
    "program": {"name", "organization"},
    "": set(),
}


def requested_kinds() -> Iterator[str]:
    """What is handed to `request_notice`, and to what hands it on, wherever it is written out."""
    for app in OURS:
        for file in app.rglob("*.py"):
            module = ast.parse(file.read_text())
            for node in ast.walk(module):
                if isinstance(node, ast.Call) and called(node) in HANDED_TO:
                    yield from (name for each in node.args if (name := constant(each)))
            if "request_notice" in file.read_text():
                yield from named_in(module)


def named_in(module: ast.Module) -> Iterator[str]:
    """Kinds that a module of somebody who asks has as constants of its own."""
    for node in module.body:
        if isinstance(node, ast.Assign):
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            yield from (name for each in values if "_" in (name := constant(each)))


def called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def constant(node: ast.AST) -> str:
    value = node.value if isinstance(node, ast.Constant) else ""
    return value if isinstance(value, str) and SLUG.fullmatch(value) else ""


def test_each_kind_has_words_for_each_side() -> None:
    assert {kind: set(words) for kind, words in WORDS.items()} == WORDINGS


def test_each_kind_in_the_table_has_words_and_the_other_way_round() -> None:
    assert set(KINDS) == set(WORDS)


def test_words_name_only_what_is_known_then() -> None:
    for kind, wordings in WORDS.items():
        for wording, words in wordings.items():
            used = set(re.findall(r"%\((\w+)\)s", f"{words.title} {words.text}"))
            assert used <= NAMES[wording], (kind, wording)
            assert "%" not in str(words.action)


def test_each_kind_asked_for_in_the_code_exists() -> None:
    asked_for = set(requested_kinds())
    assert asked_for - set(KINDS) == set()
    assert asked_for >= {"report_decided", "hand_over_ask", "match_found"}


def test_what_happens_to_a_commitment_makes_kinds_that_exist() -> None:
    assert set(FROM_COMMITMENT.values()) - set(KINDS) == set()


def test_each_kind_stands_in_one_group_and_is_shown() -> None:
    assert sorted(k.slug for group in Group for k in of_group(group)) == sorted(KINDS)
    assert all(Channel.SITE in kind.channels for kind in KINDS.values())


def test_only_what_moderators_decide_cannot_be_switched_off() -> None:
    locked = {slug for slug, kind in KINDS.items() if kind.locked}
    assert locked == {"moderated", "report_decided", "objection_answered"}


def test_slugs_fit_their_column() -> None:
    assert all(SLUG.fullmatch(slug) for slug in KINDS)
