"""Where an organization's people look after its programs: pages, endpoints and the admin.

What may be done is in `accounts.clients`; here it is shown and asked for.
"""
