"""What the server is told; given on its command line, so that nobody but us can change it."""

from collections.abc import Mapping
from types import MappingProxyType

PORT = 5432

# Safe at a power cut, modest in memory: a small machine also runs the web and the workers.
DURABLE: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "128MB",
        "effective_cache_size": "1GB",
        "max_wal_size": "512MB",
        "random_page_cost": "1.1",
        "jit": "off",
        # Containers often have 64 MB of shared memory, too little for parallel workers.
        "max_parallel_workers_per_gather": "0",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        "log_line_prefix": "%m [%p] %u@%d ",
    }
)

# What a test run writes is thrown away with the run.
THROWAWAY: Mapping[str, str] = MappingProxyType(
    {
        **DURABLE,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "checkpoint_timeout": "1h",
    }
)
