import re

from django.core import mail


def code_in_last_mail() -> str:
    text = str(mail.outbox[-1].body)
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", text, re.M)
    assert found, text
    return found[0]
