"""Acts of draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.actions.spot import SpotWish, draw_spot_check

__all__ = ["SpotWish", "draw_spot_check"]
