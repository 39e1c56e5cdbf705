"""What may be taken and what was: permits and yearly volumes.

Words: permit (取水许可证), permitted volume (许可水量), annual volume by source (what the register
says, what was measured) with its method and grade.
"""
