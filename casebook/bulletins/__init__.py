"""What the county reads each week: Monday's page, the ranking of townships, and the bulletin (通报).

Words: Monday's page (周一一页纸), ranking (排名), trigger (提醒, 督办, 通报, 约谈), bulletin (通报).
"""
