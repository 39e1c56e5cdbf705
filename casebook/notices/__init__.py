"""What casebook says by itself: reminders of clocks, a daily digest, mail and webhooks.

Words: notice (one thing told to one officer, once), digest (a day's notices together), channel (in the app,
by mail, by webhook).
"""
