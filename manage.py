#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foodcoord.settings")
    if sys.argv[1:2] == ["demo"]:
        from foodcoord.demo import environment

        environment.before_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
