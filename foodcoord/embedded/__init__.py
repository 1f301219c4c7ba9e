"""Postgres 18 from a wheel, run in a folder of ours: for the demo and for tests."""
