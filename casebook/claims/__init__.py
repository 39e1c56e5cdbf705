"""Reductions of every measure kind: what stood before, what cuts it, and that one cubic metre counts once.

Words: baseline (基线, methods B1-B6) locked before the measure; measure kind (压采措施); substitute water
(替代水源); claim (申报压减量).
"""
