"""What may be taken in a year: norms, control totals, plans.

Words: norm (用水定额), control total (总量控制指标), plan (年度取水计划), transfer (调剂),
minimum reclaimed use (再生水最低利用量), plan cut (计划核减).
"""
