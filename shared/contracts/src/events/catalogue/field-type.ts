import type { Field } from './json-schema.ts';

/** The type of a field for people, in Markdown. */
export const fieldType = (field: Field): string => {
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.items !== undefined) return `array of ${fieldType(field.items)}`;
  if (field.properties !== undefined) return `object of ${membersOf(field.properties)}`;
  if (field.format === 'date-time') return 'time, ISO 8601 UTC';
  if (field.format === 'uri') return 'URL';
  return field.type ?? 'any';
};

const membersOf = (properties: NonNullable<Field['properties']>): string =>
  Object.entries(properties)
    .map(([name, member]) => `\`${name}\` (${fieldType(member)})`)
    .join(', ');
