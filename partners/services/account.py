"""The account in whose name the import writes: it stands for a program, and says so."""

from django.db import transaction

from accounts import services as accounts
from accounts.enums import ContactPreference
from accounts.models import User
from core.errors import Refused
from partners.identity import ACCOUNT

# `.invalid` is delivered nowhere, ever (RFC 2606): nobody can sign in by a code sent there.
ADDRESS = "need-lists@import.invalid"
NAME = "Need lists (import)"


@transaction.atomic
def import_account() -> User:
    """The import's account, made when it is missing.

    It is known by a pseudonym of its own and not by its address, so that nobody who signs up
    with that address is ever taken for it. It has no password and no verified address: nobody
    can sign in. It is staff, because limits of new accounts are not for the operator's own
    imports, and has no right in the admin.

    Raises:
        Refused: somebody else has its address, or an operator closed it so that nothing is
            imported.
    """
    known = User.objects.filter(pseudonym=ACCOUNT).first()
    if known is None:
        if User.objects.with_email(ADDRESS).exists():
            raise Refused(f"another account has the address of the import's, {ADDRESS}")
        user = User(
            email=ADDRESS,
            pseudonym=ACCOUNT,
            display_name=NAME,
            contact_preference=ContactPreference.SITE,
            is_staff=True,
        )
        user.set_unusable_password()
        return accounts.join(user=user)
    if not known.is_active:
        raise Refused("the account of the imports is closed")
    return known
