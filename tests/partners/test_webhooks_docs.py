"""What docs/webhooks.md tells receivers to do, done; and our calls, held against others' words."""

import ast
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from partners.webhooks.signing import new_secret, signed
from tests.core.processes import ROOT
from tests.partners.receiver import Call, verifies

GUIDE = (ROOT / "docs" / "webhooks.md").read_text()
BODY = b'{"type":"webhook.ping"}'


@pytest.fixture
def is_genuine() -> Callable[[str, dict[str, str], bytes], bool]:
    """The guide's own function."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert len([line for line in code.splitlines() if line.strip()]) <= 15
    ast.parse(code)
    space: dict[str, Callable[[str, dict[str, str], bytes], bool]] = {}
    exec(compile(code, "docs/webhooks.md", "exec"), space)  # noqa: S102
    return space["is_genuine"]


def test_the_verifier_agrees_with_the_specifications_own_example() -> None:
    """The example of the reference libraries: a secret, an id, a moment, and what they sign."""
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    call = Call("/", headers, b'{"test": 2432232314}')
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert verifies(call, secret, now=1614265330)
    assert not verifies(call, secret, now=1614265330 + 301)


def test_a_genuine_call_is_genuine_by_the_guide(
    is_genuine: Callable[[str, dict[str, str], bytes], bool],
) -> None:
    old, new = new_secret(), new_secret()
    headers = signed(uuid4(), datetime.now(UTC), BODY, [new, old])

    assert is_genuine(new, headers, BODY)
    assert is_genuine(old, headers, BODY)
    assert verifies(Call("/", headers, BODY), old)
    assert not is_genuine(new_secret(), headers, BODY)
    assert not is_genuine(new, headers, BODY + b" ")
    assert not is_genuine(new, {**headers, "webhook-id": str(uuid4())}, BODY)
    late = {**headers, "webhook-timestamp": str(int(time.time()) - 301)}
    assert not is_genuine(new, late, BODY)


def test_neither_id_nor_moment_holds_a_full_stop() -> None:
    """Else parts of what is signed could be moved about."""
    headers = signed(
        UUID(int=7), datetime(2026, 3, 1, 12, 0, 0, 999_999, UTC), BODY, [new_secret()]
    )
    assert "." not in headers["webhook-id"] + headers["webhook-timestamp"]


def test_secrets_are_as_long_as_they_should_be() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", each) for each in made)
