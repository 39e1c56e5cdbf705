"""Field work without a network: what tablets take along, and what they hand over.

Words: operation (one act that a tablet recorded, as the exact bytes that it signed), receipt (the
server's signed word that bytes and files of an operation are safe), quarantine (operations of a
revoked device wait for an officer), variant (other bytes that came under an operation's id),
outbox (what a tablet has not handed over yet), work package (what a tablet takes along).
"""
