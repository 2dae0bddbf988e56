import { eventTypes } from '@willcall/contracts';

export const HELP = `Usage: npm run events -- [options]

Follows the events of the stack that npm start runs, one line an event: when, what, and the ids that
matter. Begins with what happens from now on; Ctrl-C ends it.

  --type TYPE  only events of this type; may be given several times. The types:
               ${Object.keys(eventTypes).join('\n               ')}
  --json       the EventBridge envelope of each event, one object a line
  --count N    ends after N events
  --bus NAME   another bus than the stack's own
  --replay     instead: sends the parked events again after a repair, and tells why which of them
               stay parked. May be interrupted, and run again: events keep their ids.

With WILLCALL_BACKEND=aws it follows the bus that --bus names, by the SDK's own credentials and region;
a new rule there takes up to a minute to see its first event. --replay looks, when PARKED_EVENTS_QUEUE_URL
is set, at what the environment names as the stream function reads it: PARKED_EVENTS_QUEUE_URL,
SHOWS_TABLE, PURCHASES_TABLE, REMINDERS_TABLE, EVENT_BUS_NAME, AWS_REGION, WILLCALL_BACKEND.

It makes a queue and a rule of its own, which it removes at the end, after a day at the latest. Those of a
run that was killed are removed by the next run, on this machine at once, on another when they are a
day old.`;
