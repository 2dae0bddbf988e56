import { readdir, readFile } from 'node:fs/promises';
import { expect, it, test } from 'vitest';
import { renderSchemas, SCHEMAS_FOLDER } from './event-schemas.ts';
import { eventTypes } from './event-types.ts';

const schemas = renderSchemas();

test('the folder has the schema of each event, and no other file', async () => {
  expect((await readdir(SCHEMAS_FOLDER)).toSorted()).toEqual([...schemas.keys()].toSorted());
  expect(schemas.size).toBe(Object.keys(eventTypes).length);
});

it.each([...schemas])(
  '%s matches the contracts (npm run catalogue writes it)',
  async (name, schema) => {
    expect(await readFile(new URL(name, SCHEMAS_FOLDER), 'utf8')).toBe(schema);
  },
);
