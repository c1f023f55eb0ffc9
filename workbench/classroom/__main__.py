"""``python -m workbench.classroom``."""

import sys

from workbench.classroom import main

if __name__ == "__main__":
    sys.exit(main())
