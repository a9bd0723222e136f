"""`python -m cloche.cli` is `cloche`."""

import sys

from . import main

sys.exit(main())
