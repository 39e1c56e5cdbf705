"""The tablets' way in and out (docs/field-protocol.md): the app at `/field`, and the API that it speaks.

Words: work package (what an officer takes along, signed and expiring), part (one of its pieces), number
block (document numbers kept for a device), operation (one act that a tablet hands over, signed), outbox
(what a tablet has not handed over yet), receipt (the server's signed word that all of an operation is here).
"""
