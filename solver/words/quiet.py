"""What libraries warn of and log is for developers: whoever runs the command is told in our words alone."""

import logging
import sys
import warnings


def keep_libraries_quiet() -> None:
    """Let no library speak in this process, unless Python was asked for warnings."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
        logging.getLogger().addHandler(logging.NullHandler())
