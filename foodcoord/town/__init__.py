"""A made-up history in a real town, told by the services themselves with a clock."""
