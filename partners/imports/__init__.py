"""Files of organizations, brought in by the verbs that people use.

`decoding`, `tables` and `hsds` make a file into lines; `columns` and `mapping` tell which column
means what; `values` and `drafts` read what a line says; `applying` makes, changes or leaves what a
line names; `running` does a file in chunks, each of which is committed with where it ended, so that
whoever dies is followed. `services` are the verbs of people and programs.
"""
