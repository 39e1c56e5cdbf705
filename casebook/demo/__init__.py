"""The demonstration county: 冠县 with its real township codes and names, and everything else made up.

The generator is deterministic: the same wells, people and acts every time, except for ids, hashes
and the days near today, which move with the calendar. Identifiers come from ranges that are not
issued: personal numbers with sequence 000, organisation codes beginning 0000, telephones beginning 100.
"""
