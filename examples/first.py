"""Two tellings of one act: what happened according to whom."""

import sayso

text = """Rebels shelled the port on Monday, the governor said.
The rebels denied shelling the port and called for talks."""
for event in sayso.load().code(text, published="2020-10-27").events:
    said_by = " ← ".join(source.span.text for source in event.sources) or "the report"
    print(f"{event.status:8}  {event.type:8}  {event.anchor.text:8}  according to {said_by}")
