# Deadlines by jq: jq -nr --slurpfile clocks CLOCKS --argjson now SECONDS -f deadlines.jq CASES. The question is that of
# deadlines.py.
($clocks | group_by(.protocol) | map({key: .[0].protocol, value: .}) | from_entries) as $by_protocol
| ($clocks | map(.starts[], .stops[]) | map({key: ., value: true}) | from_entries) as $wanted
| [inputs
| . as $case
| [.events[] | select($wanted[.kind])
   | if .at then (.at[0:19] + "Z" | fromdate) as $at | {kind, first: $at, last: $at}
     else (.on + "T00:00:00Z" | fromdate) as $on | {kind, first: $on, last: ($on + 86399)} end] as $events
| $by_protocol[$case.protocol][] as $clock
| ([$events[] | select(.kind as $kind | $clock.starts | index($kind)) | .first] | max) as $start
| select($start)
| select([$events[] | select(.kind as $kind | $clock.stops | index($kind))
          | select(if $clock.again then .first > $start else .last >= $start end)] | length == 0)
| (if $clock.days > 0 then $start - $start % 86400 + ($clock.days + 1) * 86400
   else $start + $clock.hours * 3600 end) as $due
| [$due, $case.ref, $clock.rule]]
| sort[]
| "\(.[1])\t\(.[2])\t\(.[0])\t\(if .[0] <= $now then 1 else 0 end)"
