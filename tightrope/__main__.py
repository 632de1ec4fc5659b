"""`python -m tightrope`."""

from tightrope.command_line import main

if __name__ == "__main__":
    main()
