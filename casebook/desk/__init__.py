"""What waits for me: every clock, draft and request that is mine to move, past-due first.

Words: task (one thing that waits, with its next step), group (past due, today, this week, later).
"""
