"""`python -m tunelint`."""

from tunelint.cli import main

if __name__ == "__main__":
    main(prog_name="tunelint")
