"""What is published about a case, and taken back: 公示 with its own clock, redaction, 信用修复.

Words: publication (one decision published in a redacted form), withdrawal (taking it back), repair
(信用修复).
"""
