"""Telling programs of other organizations what happens, by signed calls to their own address.

`consumer` plans who is told of which event, `sending` calls, `services` is what people and programs
do with their webhooks; `addresses` says whom we call at all (docs/webhooks.md).
"""
