"""What has changed since, complete and in order: for whoever keeps a copy."""
