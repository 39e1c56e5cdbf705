"""Forms of draws, campaigns, tasks of townships, and responsibility letters."""

from casebook.campaigns.forms.spot import SpotForm

__all__ = ["SpotForm"]
