"""`python -m casebook` is the same command line as `casebook`."""

from casebook.cli import main

if __name__ == "__main__":
    main()
