"""Pictures of maps from somebody's server: which address a page may load them from."""


def tile_source(url: str) -> str:
    """The part of a tile's address that all tiles share, to its last slash, for the content policy.

    Args:
        url: as `https://{s}.example.org/map/{z}/{x}/{y}.png`; `{s}` stands for any one name.

    Returns:
        As `https://*.example.org/map/`; empty for no address.
    """
    shared, _, _ = url.partition("{z}")
    folder, slash, _ = shared.replace("{s}", "*").rpartition("/")
    return folder + slash
