"""Campaigns, responsibility letters and the tasks that townships answer; the draw for a self-check.

Words: campaign (专项整治行动), responsibility letter (目标责任书), sweep (举一反三), spot check (迎检自查).
"""
