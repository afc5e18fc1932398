"""Where the files that belong to the program lie: beside the code in a checkout, inside the package once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The folder ``schema``, ``queries`` or ``examples`` that came with this program.

    Args:
        name: one of the three.

    Returns:
        ``<checkout>/name``, or ``<site-packages>/kg/share/name`` of an installed wheel.
    """
    installed = _PACKAGE / "share" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
