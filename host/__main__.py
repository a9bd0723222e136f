"""`python -m cloche` is `cloche`."""

import sys

from .cli import main

sys.exit(main())
