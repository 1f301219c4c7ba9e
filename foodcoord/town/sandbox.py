"""The demo's program: let in for its pantry, with an id and a secret that everybody may read.

Nothing but the loading of the demo's town comes here; `docs/programs.md` says both in its first
example, so that the API can be tried in a minute.
"""

from uuid import UUID

from accounts.clients import deciding, registering
from accounts.models import ApiClient, Organization, User
from accounts.scopes import Scope

CLIENT_ID = UUID("5a9db0c5-0000-4000-8000-f00dc00d0001")
CLIENT_SECRET = "fcs_demo-sandbox-known-to-everybody"  # noqa: S105 - the demo's, and no other's


def let_in(*, organization: Organization, by: User, operator: User) -> ApiClient:
    """Register it with every scope, let it in, and give it the secret of the documentation.

    Args:
        organization: for which it acts.
        by: one of its coordinators.
        operator: who may decide about programs.
    """
    client, _new = registering.register(
        organization=organization,
        by=by,
        client_id=CLIENT_ID,
        name="Stock list (sandbox)",
        purpose="Try the API: this program belongs to the demo.",
        scopes=Scope.values,
    )
    client = deciding.approve(client=client, by=operator, version=client.version)
    if client.key is None:
        raise LookupError("a program was let in without a key")
    client.key.set_secret(CLIENT_SECRET)
    client.key.save(update_fields=["secret"])
    return client
