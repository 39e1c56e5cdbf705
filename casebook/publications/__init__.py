"""What is published about a case, and taken back: 公示 with its own clock, redaction, 信用修复; 诚信档案.

Words: publication (one decision published in a redacted form), redaction (what of it is hidden, proposed
by rules), exemption (a decision that is not published, with its ground), taking down (撤下), repair
(信用修复), compliance record (诚信档案: all that is on file about one party).
"""
