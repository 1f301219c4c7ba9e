"""What the service worker is told of the site."""

from typing import Any

from django.urls import reverse

from foodcoord.pwa.shell import Shell

ID = "[0-9a-f-]{36}"


def told_to_worker(shell: Shell) -> dict[str, Any]:
    """Which files to keep, where things are, and which forms may wait for a connection."""
    return {
        "version": shell.version,
        "files": shell.files,
        "hashed": shell.hashed,
        "offline": reverse("pwa:offline"),
        "foods": reverse("pwa:foods"),
        "token": reverse("pwa:token"),
        "share": reverse("pwa:share_target"),
        "shared": f"{reverse('listings:create')}?shared",
        "food_search": reverse("catalog:food_search"),
        # Parts of the share form that have nothing to add offline.
        "parts": [reverse("listings:units"), reverse("listings:safety")],
        "pinned": [reverse("listings:create"), reverse("requests:create")],
        "forms": {
            "listing": f"^{reverse('listings:create')}$",
            "request": f"^{reverse('requests:create')}$",
            "message": f"^{reverse('conversations:list')}{ID}/$",
            "hand_over": f"^{reverse('commitments:list')}{ID}/hand-over/$",
        },
    }
