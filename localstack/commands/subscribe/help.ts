export const HELP = `Usage: npm run subscribe -- --pattern PATTERN --queue NAME [options]
       npm run subscribe -- --remove --queue NAME [options]

Makes a rule, a queue behind it, and a dead-letter queue for what could not be delivered, in one go; run
again, it changes them. A queue that is there already is used as it is. The messages are EventBridge
envelopes; shared/contracts/EVENTS.md lists the events.

  --pattern PATTERN  which events, in EventBridge's own words: '{"detail-type":["ReminderDue"]}'
  --queue NAME       the queue, a standard one: events come in no order. Its dead letters go to NAME-dead
  --rule NAME        the rule, if it is not to be named like the queue
  --bus NAME         another bus than the running stack's own
  --remove           removes the rule, and the queues if they were made by this command, with all
                     that is in them

Looks at the stack that npm start runs; with WILLCALL_BACKEND=aws at the bus that --bus names, by the SDK's
own credentials and region.`;
