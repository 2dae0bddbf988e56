import { eventTypes } from '@willcall/contracts';
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

const Components = z.object({ schemas: z.record(z.string(), z.unknown()) });

const readApiSchemas = (): Schemas => Components.parse(describeApi().components).schemas;

/** One interface that names the detail of each event, and the schemas to which the details refer. */
const readEventSchemas = (): Schemas => {
  const details = Object.entries(eventTypes).map(([type, contract]) => {
    const { $schema: _, $defs = {}, ...detail } = z.toJSONSchema(contract, { io: 'input' });
    return { type, detail, $defs };
  });
  return {
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
  return text
    .replace('export interface Root {}\n', '')
    .replaceAll(/^ \* This interface was referenced by .*\n \* via the `definition` .*\n/gm, '')
    .replaceAll(/^( *)\/\*\*\n(?:\1 \*\n)*\1 \*\/\n/gm, '')
    .replaceAll(/ \*\n( *) \*\/\n/g, '$1 */\n');
}
