"""`python -m empirical CONFIG.toml`: one rank of a run, as torchrun starts it."""

import signal
import sys

if __name__ == "__main__":
    # until the run knows how to stop between two steps an interrupt ends this rank without a word
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    from empirical.rank import main

    sys.exit(main(sys.argv[1:]))
