export const HELP = `Usage: npm run dead-letters -- [options]

Lists the purchases that the worker could not decide, and those parked for a person, with a verdict
each: already decided, waiting for a retry, or poison and why. Ids and reasons only.

  --redrive   sends the parked messages back to the purchases queue, after a repair: in the order of
              their groups, each deleted only once it is sent. May be interrupted, and run again.
  --json      prints one JSON object

Looks at the stack that npm start runs or, when DEAD_LETTERS_QUEUE_URL is set, at what the
environment names as the functions read it: DEAD_LETTERS_QUEUE_URL, PARKED_PURCHASES_QUEUE_URL,
PURCHASES_QUEUE_URL, PURCHASES_TABLE, AWS_REGION, AWS_ENDPOINT_URL, WILLCALL_BACKEND.

The local SQS is looked into without a receive. Any other SQS can only be listed by receiving: each
message is given back at once, but its receive count grows by one, which may make its next retry
later (15 minutes at most); hidden messages, and those behind another of their group, are counted
only.`;
