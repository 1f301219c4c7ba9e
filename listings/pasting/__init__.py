"""Many listings at once, pasted from a spreadsheet: read, shown, then shared all or none."""
