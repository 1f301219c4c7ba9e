"""All measurements: `make bench`."""

import sys

from bench import feed

if __name__ == "__main__":
    sys.exit(feed.main(sys.argv[1:]))
