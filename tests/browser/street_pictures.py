"""Pictures of pages for which the demo has nothing to show, in the street of the tests.

`screenshots.py` runs this and says which (`PICTURES_OF`) and where to put them (`PICTURES_IN`).
"""

import json
import os
from pathlib import Path

import pytest

from accounts.models import User
from tests.browser.conftest import Opens
from tests.browser.screenshots import NOT_TAKEN, take
from tests.browser.sights import SIGHTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pictures_are_taken(opens: Opens, street: dict[str, User]) -> None:
    folder = Path(os.environ["PICTURES_IN"])
    sights = [sight for sight in SIGHTS if sight.name in os.environ["PICTURES_OF"].split()]
    missing = take(sights, folder, lambda who, theme: opens(street.get(who), color_scheme=theme))
    (folder / NOT_TAKEN).write_text(json.dumps(missing))
