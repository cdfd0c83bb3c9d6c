"""One morning at the border: what two reports let others say of Maria Kolesnikova and the car."""

import sayso

coder = sayso.load()
for report in sayso.read_reports("examples/minsk-2020/reports.jsonl"):
    if report.id in {"2020-09-08-northline", "2020-09-09-krynitsa"}:
        print(report.outlet)
        for claim in coder.code(report).claims:
            said = " … ".join(span.text for span in claim.content)
            if claim.source and {"Kolesnikova", "she", "her", "She", "car"} & set(said.split()):
                print(f"  {claim.source.text:.34} {claim.stance}: {said:.80}")
