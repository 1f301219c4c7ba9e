"""From a line of a need list, as people type it, to foods of the catalog.

`cleaning` makes a line readable, `phrases` makes words comparable, `splitting` takes a line apart,
`names` knows what foods are called, `variants` how a phrase may be read, and `mapping` puts all of
it together.
"""
