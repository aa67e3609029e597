"""`python -m leanrig`."""

from leanrig.cli.main import main

main()
