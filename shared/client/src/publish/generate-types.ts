import { eventBase, eventTypes } from '@willcall/contracts';
import { describeApi } from '@willcall/contracts/openapi';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import * as z from 'zod';

/** The generated files, and what each contains. Consumers of the package need neither zod nor the contracts. */
export const generatedFiles = {
  'api.ts': async () => await compileTypes(readApiSchemas()),
  'events.ts': async () => await compileTypes(readEventSchemas()),
} as const;

/** The location of a generated file. */
export const locate = (name: string): URL => new URL(`../generated/${name}`, import.meta.url);

const BANNER =
  '// Generated from the contracts by `npm run client-types`. Change the contracts, not this file.';

type Schemas = Readonly<Record<string, unknown>>;

const ObjectSchema = z.looseObject({
  properties: z.record(z.string(), z.unknown()),
  required: z.array(z.string()).optional(),
  $defs: z.record(z.string(), z.looseObject({})).optional(),
});
type ObjectSchema = z.infer<typeof ObjectSchema>;

/** A schema without the fields that another has. */
const without = (base: ObjectSchema, { properties, required = [], ...schema }: ObjectSchema) => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(properties).filter(([name]) => !(name in base.properties)),
  ),
  required: required.filter((name) => !(name in base.properties)),
});

const Components = z.object({
  schemas: z
    .object({ ShowResource: ObjectSchema, ShowWithStock: ObjectSchema })
    .catchall(z.unknown()),
});

/** The schemas of the API. The two forms of a show state their common fields once. */
const readApiSchemas = (): Schemas => {
  const { schemas } = Components.parse(describeApi().components);
  const { ShowResource, ShowWithStock } = schemas;
  return {
    ...schemas,
    ShowWithStock: {
      ...without(ShowResource, ShowWithStock),
      extends: { $ref: '#/$defs/ShowResource' },
    },
  };
};

/**
 * One interface that names the detail of each event, the schemas to which the details refer, and the fields that
 * every detail has.
 */
const readEventSchemas = (): Schemas => {
  const EventBase = toObjectSchema(z.object(eventBase));
  const details = Object.entries(eventTypes).map(([type, contract]) => {
    const { $defs = {}, description, ...detail } = toObjectSchema(contract);
    const own = without(EventBase, detail);
    return { type, detail: { description, allOf: [{ $ref: '#/$defs/EventBase' }, own] }, $defs };
  });
  return {
    EventBase,
    ...Object.fromEntries(
      details.flatMap(({ $defs }) =>
        // The compiler would take the id for another schema's name.
        Object.entries($defs).map(([name, { id: _, ...schema }]) => [name, schema]),
      ),
    ),
    EventDetails: {
      type: 'object',
      properties: Object.fromEntries(details.map(({ type, detail }) => [type, detail])),
      required: Object.keys(eventTypes),
    },
  };
};

const toObjectSchema = (contract: z.core.$ZodType): ObjectSchema => {
  const { $schema: _, ...schema } = z.toJSONSchema(contract, { io: 'input' });
  return ObjectSchema.parse(schema);
};

/** Keeps the description of a reference apart from it. Otherwise the compiler copies the schema. */
const separate = (_: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  const { $ref, ...beside } = value;
  return Object.keys(beside).length === 0 ? value : { ...beside, allOf: [{ $ref }] };
};

/** Compiles each schema to an exported interface with its name. */
async function compileTypes(schemas: Schemas): Promise<string> {
  const definitions: JSONSchema = JSON.parse(
    JSON.stringify({ $defs: schemas, title: 'Root', type: 'object' }, separate).replaceAll(
      '#/components/schemas/',
      '#/$defs/',
    ),
  );
  const text = await compile(definitions, 'Root', {
    additionalProperties: false,
    bannerComment: BANNER,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    style: { singleQuote: true, printWidth: 100 },
  });
  return (
    text
      .replace('export interface Root {}\n', '')
      // Only a type literal with the fields of an event extends Record<string, unknown>.
      .replace(/export interface EventBase (\{[^}]*\})/, 'export type EventBase = $1;')
      .replaceAll(/^ \* This interface was referenced by .*\n \* via the `definition` .*\n/gm, '')
      .replaceAll(/^( *)\/\*\*\n(?:\1 \*\n)*\1 \*\/\n/gm, '')
      .replaceAll(/ \*\n( *) \*\/\n/g, '$1 */\n')
      .replaceAll(/\/\*\*\n *\* (.*)\n *\*\/\n/g, '/** $1 */\n')
  );
}
