import pytest

from tests.posts.kinds import KINDS, Kind


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each test with this runs for listings and for requests."""
    chosen: Kind = request.param
    return chosen
