import * as z from 'zod';
import { known } from '../known.ts';
import { EVENT_SOURCE, type EventType, eventBase, eventTypes } from './event-types.ts';
import { eventExamples } from './examples.ts';

/** The whole catalogue of events, in Markdown, ending with a line break. */
export const renderCatalogue = (): string => {
  const types = Object.keys(eventTypes) as EventType[];
  return `${[renderOpening(types), ...types.map(renderEvent)].join('\n\n')}\n`;
};

const renderOpening = (types: readonly EventType[]): string => {
  const base = toObjectSchema(z.object(eventBase).describe('What every event begins with.'));
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

${renderFieldTable(Object.entries(base.properties), base.required)}`;
};

/** The section of an event, in Markdown: what it tells, its own fields, and an example. */
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

/** A table of fields with name, type and meaning, in Markdown. */
const renderFieldTable = (
  fields: readonly (readonly [string, Field])[],
  required: readonly string[],
): string =>
  ['| field | type | meaning |', '|---|---|---|']
    .concat(fields.map(([name, field]) => renderRow(name, field, required.includes(name))))
    .join('\n');

const renderRow = (name: string, field: Field, isRequired: boolean): string =>
  `| \`${name}\`${isRequired ? '' : ' (optional)'} | ${describeType(field)} | ${known(field.description, 'description of a field')} |`;

/** The type of a field for people, in Markdown. */
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

/** Of a field's JSON Schema, what the catalogue tells. */
type Field = z.infer<typeof Field>;

/** Of an event's JSON Schema, what the catalogue tells. */
const ObjectSchema = z.object({
  description: z.string(),
  properties: z.record(z.string(), Field),
  required: z.array(z.string()).default([]),
});

/** @throws ZodError when the contract has no description. */
export const toObjectSchema = (contract: z.ZodType): z.infer<typeof ObjectSchema> =>
  ObjectSchema.parse(z.toJSONSchema(contract));

/** Where the catalogue stands: beside the package's `src`. */
export const CATALOGUE_FILE = new URL('../../EVENTS.md', import.meta.url);
