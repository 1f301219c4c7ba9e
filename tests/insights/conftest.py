from datetime import date

import pytest

from tests.insights.events import utc_today


@pytest.fixture
def today() -> date:
    return utc_today()
