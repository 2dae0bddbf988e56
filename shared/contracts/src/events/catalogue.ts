import * as z from 'zod';
import { known } from '../known.ts';
import { toEventSchema } from './event-schemas.ts';
import { EVENT_SOURCE, type EventType, eventBase, eventTypes } from './event-types.ts';
import { eventExamples } from './examples.ts';

/** Renders the catalogue of all events in Markdown, with a trailing line break. */
export const renderCatalogue = (): string => {
  const types = Object.keys(eventTypes) as EventType[];
  return `${[renderOpening(types), ...types.map(renderEvent)].join('\n\n')}\n`;
};

const renderOpening = (types: readonly EventType[]): string => {
  const base = toObjectSchema(z.object(eventBase).describe('The fields of every event.'));
  return `# willcall events

<!-- Generated from the contracts by \`npm run catalogue\`. Change the contracts, not this file. -->

willcall publishes what happens to purchases and shows on the EventBridge bus of the stage
(\`willcall-local\` under \`npm start\`). Changes of the sale window, the capacity, a pause, the holder and the
removal of a show have no event. The \`source\` is \`${EVENT_SOURCE}\`, the \`detail-type\` is the event
type, and the \`detail\` has the fields listed below.

Programs find the same in [asyncapi.json](asyncapi.json), an AsyncAPI 3 document, and in [events](events), which has the JSON Schema of
each \`detail\`. \`npm start\` serves them at \`/docs/asyncapi.json\` and \`/docs/events/<type>.json\`.
[VERSIONS.md](VERSIONS.md) says what can change.

- Events are delivered **at least once and in any order**. Deduplicate by \`eventId\`. Sort by \`occurredAt\`,
  and sort price changes of a show by \`priceVersion\`.
- **Ignore fields that you do not know.** New fields can appear at any time. A change to the meaning of a
  field comes with a new \`version\`.
- Events contain no personal data beyond the user id.
- Amounts of money are in minor units (cents, pence, yen) of an ISO 4217 currency.

${types.map((type) => `- [${type}](#${type.toLowerCase()})`).join('\n')}

Every \`detail\` has these fields:

${renderFieldTable(Object.entries(base.properties), base.required)}`;
};

/** Renders the section of an event in Markdown: its description, its own fields, and an example. */
const renderEvent = (type: EventType): string => {
  const { description, properties, required } = toObjectSchema(eventTypes[type]);
  const own = Object.entries(properties).filter(([name]) => !(name in eventBase));
  return [
    `## ${type}`,
    description,
    renderFieldTable(own, required),
    `\`\`\`json\n${JSON.stringify(eventExamples[type], undefined, 2)}\n\`\`\``,
  ].join('\n\n');
};

/** Renders a table of fields with name, type and meaning in Markdown. */
const renderFieldTable = (
  fields: readonly (readonly [string, Field])[],
  required: readonly string[],
): string =>
  ['| field | type | meaning |', '|---|---|---|']
    .concat(fields.map(([name, field]) => renderRow(name, field, required.includes(name))))
    .join('\n');

const renderRow = (name: string, field: Field, isRequired: boolean): string =>
  `| \`${name}\`${isRequired ? '' : ' (optional)'} | ${describeType(field)} | ${known(field.description, 'description of a field')} |`;

/** Describes the type of a field for readers, in Markdown. */
const describeType = (field: Field): string => {
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.items !== undefined) return `array of ${describeType(field.items)}`;
  if (field.properties !== undefined) return `object of ${describeMembers(field.properties)}`;
  if (field.format === 'date-time') return 'time, ISO 8601 UTC';
  if (field.format === 'uri') return 'URL';
  return field.type ?? 'any';
};

const describeMembers = (properties: NonNullable<Field['properties']>): string =>
  Object.entries(properties)
    .map(([name, member]) => `\`${name}\` (${describeType(member)})`)
    .join(', ');

const Field = z.object({
  type: z.string().optional(),
  const: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.string()).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  get items() {
    return Field.optional();
  },
  get properties() {
    return z.record(z.string(), Field).optional();
  },
});

/** The parts of a field's JSON Schema that the catalogue shows. */
type Field = z.infer<typeof Field>;

/** The parts of an event's JSON Schema that the catalogue shows. */
const ObjectSchema = z.object({
  description: z.string(),
  properties: z.record(z.string(), Field),
  required: z.array(z.string()).default([]),
});

/** @throws ZodError if the contract has no description. */
export const toObjectSchema = (contract: z.core.$ZodType): z.infer<typeof ObjectSchema> =>
  ObjectSchema.parse(toEventSchema(contract));

/** The location of the catalogue. */
export const CATALOGUE_FILE = new URL('../../EVENTS.md', import.meta.url);
