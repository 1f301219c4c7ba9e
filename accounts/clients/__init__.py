"""Programs that use the API for an organization: from being registered to being turned away."""
