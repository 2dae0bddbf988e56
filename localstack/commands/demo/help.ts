export const HELP = `Usage: npm run demo -- [options]

Makes a show and sells it to many buyers at once, then recomputes the sale from the tables. Uses the
stack that npm start runs; without one it starts its own, in memory, and stops it at the end.

  --tickets N     the show's capacity, 1 to 100000 (default: 100)
  --buyers N      buyers who ask at once, one purchase each, 1 to 20000 (default: 1000)
  --quantity N    tickets of each purchase, 1 to 8, or mixed (default: 1)
  --seed N        which mixture, with --quantity mixed (default: 1)
  --timeout S     seconds until every buyer must have an answer (default: 120)
  --json          prints the report as one JSON object

Exit code 1 if the audit finds a difference, a buyer got no decision or an unexpected answer.`;
