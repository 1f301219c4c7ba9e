"""The whole site on one machine: its database, its processes, and who looks after them."""
