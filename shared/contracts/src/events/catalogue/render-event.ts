import type * as z from 'zod';
import { eventBase } from '../event-base.ts';
import { fieldType } from './field-type.ts';
import { type Field, jsonSchema } from './json-schema.ts';

/** What is to be told of one event. */
export type CatalogueEntry = {
  readonly type: string;
  readonly contract: z.ZodType;
  readonly example: unknown;
};

/** The section of an event, in Markdown: what it tells, its own fields, and an example. */
export const renderEvent = ({ type, contract, example }: CatalogueEntry): string => {
  const { description, properties, required } = jsonSchema(contract);
  const own = Object.entries(properties).filter(([name]) => !(name in eventBase));
  return [
    `## ${type}`,
    description,
    fieldTable(own, required),
    `\`\`\`json\n${JSON.stringify(example, undefined, 2)}\n\`\`\``,
  ].join('\n\n');
};

/** A table of fields with name, type and meaning, in Markdown. */
export const fieldTable = (
  fields: readonly (readonly [string, Field])[],
  required: readonly string[],
): string =>
  ['| field | type | meaning |', '|---|---|---|']
    .concat(fields.map(([name, field]) => row(name, field, required.includes(name))))
    .join('\n');

const row = (name: string, field: Field, isRequired: boolean): string =>
  `| \`${name}\`${isRequired ? '' : ' (optional)'} | ${fieldType(field)} | ${field.description ?? ''} |`;
