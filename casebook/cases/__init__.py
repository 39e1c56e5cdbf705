"""The problem list, cases, the measures ordered in them, and the decisions that end them.

Words: problem (one numbered line of the 清单), class 保留/整改/退出, disposition, rectification term
(整改时限, on the list), case (案件), measure (ordered per well) with its order term (责令改正期限, served),
verification, decision, strike off (销号).
"""
