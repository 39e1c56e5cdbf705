"""What was taken: meters, their readings, electricity, and the volume of each well and month.

Words: meter (水表), assignment (a meter on a well for a while), reading (抄表), dial (表底数),
month of reading (抄表月), coefficient (以电折水系数), query (what a figure leaves unexplained), roll-up,
source (在线来源), message (报文) with its passes, upload, share (份额 of an account).
"""
