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

SIDES = {"giver", "receiver"}
WORDINGS = {
    "proposal_received": SIDES,
    "windows_offered": SIDES,
    "proposal_accepted": SIDES,
    "proposal_declined": SIDES,
    "proposal_expired": {"proposer", "asked"},
    "commitment_cancelled": SIDES | {"withdrawn"},
    "commitment_resumed": SIDES,
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
    "food_reopened": {"listing"},
    "match_found": {"listing", "request", ""},
    "search_alert": {"listing", "request", ""},
    "offered_to_organization": {"listing"},
    "verify_organization": {"organization"},
    "organization_invited": {"organization"},
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
    "commitment": {"other", "food"},
    "people": {"other"},
    "listing": {"food", "quantity", "until"},
    "request": {"food", "quantity", "until"},
    "organization": {"name"},
    "": set(),
}


def requested_kinds() -> Iterator[str]:
    """The first argument of every `request_notice(…)`, where it is written out."""
    for app in OURS:
        for file in app.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if name == "request_notice" and isinstance(first, ast.Constant):
                    yield str(first.value)


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
    assert set(requested_kinds()) - set(KINDS) == set()


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
