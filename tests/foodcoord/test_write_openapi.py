"""The description that clients were told: current, and never poorer without being announced."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from foodcoord.management.commands.write_openapi import as_text, description

FOODS = "/api/v1/foods"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return description()


@pytest.fixture
def changelog(tmp_path: Path) -> Path:
    file = tmp_path / "changelog.md"
    file.write_text("# Nothing yet\n")
    return file


def write(file: Path, changelog: Path, **more: Any) -> None:
    call_command("write_openapi", file=file, changelog=changelog, **more)


def with_another_field(told: dict[str, Any]) -> str:
    """As if foods had a field that the code does not know."""
    copy = json.loads(json.dumps(told))
    copy["components"]["schemas"]["Food"]["properties"]["colour"] = {"type": "string"}
    return as_text(copy)


def test_committed_description_is_current() -> None:
    call_command("write_openapi", check=True)


def test_a_file_that_is_behind_fails_the_check_and_is_brought_up_to_date(
    told: dict[str, Any], tmp_path: Path, changelog: Path
) -> None:
    file = tmp_path / "openapi.json"
    older = {**told, "paths": {FOODS: told["paths"][FOODS]}}
    file.write_text(as_text(older))
    with pytest.raises(CommandError, match="not what the code says"):
        write(file, changelog, check=True)
    write(file, changelog)
    assert file.read_text() == as_text(told)
    write(file, changelog, check=True)


@pytest.mark.parametrize("check", [True, False])
def test_a_field_that_went_fails_until_it_is_announced(
    told: dict[str, Any], tmp_path: Path, changelog: Path, check: bool
) -> None:
    file = tmp_path / "openapi.json"
    before = with_another_field(told)
    file.write_text(before)
    with pytest.raises(CommandError) as refused:
        write(file, changelog, check=check)
    assert f"GET {FOODS} answer 200: data.items[].colour is gone" in str(refused.value)
    assert file.read_text() == before
    changelog.write_text(
        "- Removed: `GET /api/v1/foods* answer 200: data*colour is gone`, at last\n"
    )
    write(file, changelog)
    assert file.read_text() == as_text(told)
