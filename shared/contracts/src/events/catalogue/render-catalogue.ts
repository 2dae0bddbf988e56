import * as z from 'zod';
import { EVENT_SOURCE, eventBase } from '../event-base.ts';
import { type EventType, eventTypes } from '../event-types.ts';
import { eventExamples } from './examples.ts';
import { jsonSchema } from './json-schema.ts';
import { fieldTable, renderEvent } from './render-event.ts';

/** The whole catalogue of events, in Markdown, ending with a line break. */
export const renderCatalogue = (): string => {
  const types = Object.keys(eventTypes) as EventType[];
  const sections = types.map((type) =>
    renderEvent({ type, contract: eventTypes[type], example: eventExamples[type] }),
  );
  return `${[opening(types), ...sections].join('\n\n')}\n`;
};

const opening = (types: readonly EventType[]): string => {
  const base = jsonSchema(z.object(eventBase).describe('What every event begins with.'));
  return `# The events of willcall

<!-- Generated from the contracts by \`npm run catalogue\`: change those, not this file. -->

Every change of a purchase or a show is told on the EventBridge bus of its stage (\`willcall-local\` under
\`npm start\`), with the \`source\` \`${EVENT_SOURCE}\`, the type as \`detail-type\`, and as \`detail\` what is listed here.

- Events are delivered **at least once and in no order**. Deduplicate by \`eventId\`; order by \`occurredAt\`,
  and price changes of a show by \`priceVersion\`.
- **Ignore fields that you do not know**: there may be more of them tomorrow. What changes the meaning of
  one takes a new \`version\`.
- No event holds personal data beyond the user id.
- Money is in minor units (cents, pence, yen) of an ISO 4217 currency.

${types.map((type) => `- [${type}](#${type.toLowerCase()})`).join('\n')}

Every \`detail\` begins with:

${fieldTable(Object.entries(base.properties), base.required)}`;
};
