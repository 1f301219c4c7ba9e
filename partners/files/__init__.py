"""What food banks publish, read: `json_array` piece by piece, `entries` held against what an entry
must be, `newest` the one list of each food bank that counts, `places` where they are."""
