"""One man, several spellings: what the outlets call the person whom Wikidata knows as Q2866."""

from collections import defaultdict

import sayso

names = defaultdict(set)
for record in sayso.load().code_paths(["examples/minsk-2020/reports.jsonl"]):
    for entity in record.entities:
        if entity.wikidata == "Q2866":
            names[record.report.outlet] |= {span.text for span in entity.mentions if "Luka" in span.text}
for outlet in sorted(names):
    print(f"{outlet}: {', '.join(sorted(names[outlet]))}")
