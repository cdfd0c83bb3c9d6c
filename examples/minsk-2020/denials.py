"""Who denies what: every act that somebody in the corpus says did not happen."""

import sayso

for record in sayso.load().code_paths(["examples/minsk-2020/reports.jsonl"]):
    for event in record.events:
        if event.status == "denied" and event.sources:
            day, who = record.report.published[:10], event.sources[0].span.text
            whom = " and ".join(party.span.text for party in event.recipients) or "–"
            print(f"{day}  {who:.40}: no “{event.anchor.text}” ({event.type}) of {whom:.40}")
