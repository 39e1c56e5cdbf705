"""The ladder for what is overdue: 提醒, 督办, 通报, 约谈, 问责线索; never by the amount of fines.

Words: trigger (when a step of the ladder is due, as a setting), step (one rung, with its paper), sweep
(举一反三).
"""
