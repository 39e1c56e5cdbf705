"""People, organisations and villages that own, manage or use wells.

Words: party (当事人 once there is a case), identifier (统一社会信用代码 or 公民身份号码),
personal data (a citizen's name, identifier, telephone and address), masked.
"""
