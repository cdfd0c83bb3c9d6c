"""How many were detained: every figure of arrests in the corpus, with the report and whoever gave it."""

import sayso

for record in sayso.load().code_paths(["examples/minsk-2020/reports.jsonl"]):
    for event in record.events:
        if "arrested" in event.quantities:
            day, outlet = record.report.published[:10], record.report.outlet
            said_by = " ← ".join(source.span.text for source in event.sources) or "the report"
            print(f"{day}  {event.quantities['arrested'].value:>5}  {said_by:44}  {outlet}")
