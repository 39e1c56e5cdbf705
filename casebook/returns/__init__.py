"""What users report and what it is held against.

Words: return (直报), self-report (自报), reconciliation (许可–监测–直报–纳税),
tax sheet (水资源税取用水量核定书).
"""
