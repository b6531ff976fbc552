"""Twelvefold: the twelve-step method of managing a client portfolio, with an optimiser."""

import sys

# With it, whatever reads a notebook would first build 38 grammars of foreign web addresses, a second's work:
# jsonschema does without where it is not there, and no notebook is asked about an address.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.4.0"
