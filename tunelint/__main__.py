"""The command ``tunelint``, and `python -m tunelint`."""

import os


def main() -> None:
    """Run the command; Ctrl-C before it has begun ends it without a word, too."""
    try:
        import signal

        # An exception would not do: what is being imported may make another one of it.
        heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if heard:
            signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
        from tunelint.cli.main import main as command

        if heard:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        command(prog_name="tunelint")
    except KeyboardInterrupt:
        os._exit(130)


if __name__ == "__main__":
    main()
