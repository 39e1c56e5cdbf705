"""审批表: what is asked, the chain of those who answer, their opinions on screen or on paper.

Words: chain (the positions that answer one after the other, as data with versions), approval (one thing asked
of a chain), opinion (one answer), substitute (who may answer in another's place).
"""
