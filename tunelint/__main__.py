"""The command ``tunelint``, and `python -m tunelint`."""

import os


def main() -> None:
    """Run the command; Ctrl-C before it has begun ends it without a word, too."""
    try:
        from tunelint.cli.main import main as command
    except KeyboardInterrupt:
        os._exit(130)
    command(prog_name="tunelint")


if __name__ == "__main__":
    main()
