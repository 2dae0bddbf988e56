import { describeDetail, type JsonSchema } from '../events/event-schemas.ts';
import { EVENT_SOURCE, EVENT_VERSION, type EventType, eventTypes } from '../events/event-types.ts';
import { eventExamples } from '../events/examples.ts';

/** The location of the committed document. */
export const ASYNCAPI_FILE = new URL('../../asyncapi.json', import.meta.url);

const types = Object.keys(eventTypes) as EventType[];

/** Makes an entry of a map for each event. */
const byType = (make: (type: EventType) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(types.map((type) => [type, make(type)]));

const refer = (path: string) => ({ $ref: `#/${path}` });

/** Describes the events as an AsyncAPI 3 document, made from their contracts. */
export const describeEvents = () => ({
  asyncapi: '3.0.0',
  info: {
    title: 'willcall events',
    version: `${EVENT_VERSION}.0.0`,
    description: INTRODUCTION,
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  defaultContentType: 'application/json',
  channels: {
    bus: {
      address: 'willcall-{stage}',
      title: 'The bus of a stage',
      description:
        'An EventBridge bus. Subscribe with a rule whose pattern names the `detail-type`; `npx --no-install willcall subscribe` makes one with a queue.',
      parameters: {
        stage: { description: 'The name of the stage.', default: 'local' },
      },
      messages: byType((type) => refer(`components/messages/${type}`)),
    },
  },
  operations: {
    announce: {
      action: 'send',
      channel: refer('channels/bus'),
      title: 'Announce a change',
      summary: 'willcall sends an event for each change of a purchase or a show.',
      messages: types.map((type) => refer(`channels/bus/messages/${type}`)),
    },
  },
  components: {
    messages: byType((type) => ({
      name: type,
      title: type,
      summary: describeDetail(type).description,
      contentType: 'application/json',
      payload: describeEnvelope(type),
      examples: [{ name: type, payload: exampleOf(type) }],
    })),
    schemas: byType(describeDetail),
  },
});

/** The document as it is committed and served. */
export const renderEvents = (): string => `${JSON.stringify(describeEvents(), undefined, 2)}\n`;

const INTRODUCTION = `What willcall announces on the EventBridge bus of a stage.

Events are delivered at least once and in any order. Deduplicate by \`eventId\`; sort by \`occurredAt\`, and price changes of a show by
\`priceVersion\`. New fields and new events can appear at any time: ignore what you do not know. A change to the meaning of a field comes
with a new \`version\`. Events contain no personal data beyond the user id. Money is in minor units (cents, pence, yen).`;

/** An event as EventBridge delivers it. The fields that EventBridge adds have no contract of ours. */
const describeEnvelope = (type: EventType): JsonSchema => ({
  type: 'object',
  properties: {
    source: { const: EVENT_SOURCE, description: 'The source of every willcall event.' },
    'detail-type': { const: type, description: 'The type of the event.' },
    detail: refer(`components/schemas/${type}`),
  },
  required: ['source', 'detail-type', 'detail'],
});

const exampleOf = (type: EventType) => ({
  source: EVENT_SOURCE,
  'detail-type': type,
  detail: eventExamples[type],
});
