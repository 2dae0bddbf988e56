import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { eventTypes } from '../events/event-types.ts';
import { ASYNCAPI_FILE, describeEvents, renderEvents } from './document.ts';

test('asyncapi.json matches the contracts (npx --no-install willcall asyncapi prints it)', async () => {
  expect(await readFile(ASYNCAPI_FILE, 'utf8')).toBe(renderEvents());
});

test('the bus has a message for each event, and no other', () => {
  const { channels, components } = describeEvents();
  const types = Object.keys(eventTypes);
  expect(Object.keys(channels.bus.messages)).toEqual(types);
  expect(Object.keys(components.messages)).toEqual(types);
});

test('every reference leads to a part of the document', () => {
  const text = renderEvents();
  const document: unknown = JSON.parse(text);
  const find = (path: string) =>
    path
      .split('/')
      .reduce<unknown>(
        (part, name) => z.record(z.string(), z.unknown()).parse(part)[name],
        document,
      );
  const references = [...text.matchAll(/"\$ref": "#\/([^"]+)"/g)].map(([, path = '']) => path);
  expect(references.length).toBeGreaterThan(0);
  for (const path of references) expect(find(path), path).toBeTypeOf('object');
});
