"""Reading foreign spreadsheets safely: mapping, judgement, preview, batches; the register import.

Words: line (one data row of a register), layout (which column means what), reason (why a line is
refused or warned), batch (one file applied to the register, which can be rolled back), difference
(what a file says otherwise than before), mending file (the refused rows with their reasons).
"""
