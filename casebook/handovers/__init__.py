"""Letters between agencies, none without a state, an age and a next holder.

Words: letter (线索移送函, 协查函, 行政认定复函, 处理结果反馈函, 限批函 and transfers), receipt
(受理 or 退回回执), statement (what two agencies owe each other at the end of a month).
"""
