"""What waits for whoever keeps the register: corrections that clash, and positions that visits propose."""
