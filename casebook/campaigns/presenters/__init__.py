"""What the pages of this feature show."""

from casebook.campaigns.presenters.spot import (
    SpotPage,
    pool_columns,
    pool_lines,
    spot_lines,
    spot_page,
)

__all__ = ["SpotPage", "pool_columns", "pool_lines", "spot_lines", "spot_page"]
