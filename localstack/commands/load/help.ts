export const HELP = `Usage: npm run load -- [options]

Loads willcall with buyers who ask, look again as Retry-After says until they have a decision, and
then audits the sale. Installs artillery into test/load on first use (about 500 MB). Uses the stack
that npm start runs; without one it starts its own, in memory, and stops it at the end.

  --scenario NAME    on-sale: a ramp, a hundred buyers for each ticket (default)
                     quiet-day: a few buyers a minute, a day in a minute
                     replay: a real on-sale, 134 requests in the peak second, gone in 13 s
                     5 % send their request twice with the same key, 1 % have a bad card
  --tickets N        the show's capacity, 1 to 100000
  --rate N           buyers in the busiest second; of quiet-day in its busiest minute; 1 to 1000
  --duration S       seconds in which the buyers come, 1 to 3600
  --report FOLDER    where report.html and what it is made of go (default: .willcall/load/TIME)
  --accept-p99 MS    fails when the 99th percentile of the accept latency is not below it
  --decision-p99 MS  the same for the time to decision; by default no latency fails a load
  --json             prints the report as one JSON object

  --target local|localstack|URL   what to load (default: local)

Of a deployed stage, https://…, nothing but what you name is loaded. It needs:
  --token TOKEN        a buyer's token; may be given several times
  --tokens FILE        the same, one token on each line; buyers take turns with them
  --admin-token TOKEN  to make a show of its own, or:
  --show ID            a show that nobody else buys from meanwhile
Its audit reads the tables when the environment names them as for npm run audit, and otherwise
compares what buyers were told with the show's counters.

Exit code 1 if a buyer got an unexpected answer or none, a threshold or the audit fails.`;
