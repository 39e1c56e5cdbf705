"""Field checks of wells: who went, when and where they stood, what the checklist says, what was found.

Words: inspection (行政检查 and its kin), checklist version, answer, finding (an observed problem code).
A submitted inspection never changes; a later look is another inspection.
"""
