import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { CATALOGUE_FILE, renderCatalogue, toObjectSchema } from './catalogue.ts';
import { type EventType, eventTypes } from './event-types.ts';
import { eventExamples } from './examples.ts';

const types = Object.keys(eventTypes) as EventType[];

test('EVENTS.md matches the contracts (npm run catalogue regenerates it)', async () => {
  expect(await readFile(CATALOGUE_FILE, 'utf8')).toBe(renderCatalogue());
});

describe.each(types)('%s', (type) => {
  it('has an example that matches its contract and has no other field', () => {
    const { shape } = eventTypes[type];
    expect(z.strictObject(shape).parse(eventExamples[type])).toEqual(eventExamples[type]);
  });

  it('has a description, and so does each of its fields', () => {
    const { description, properties } = toObjectSchema(eventTypes[type]);
    expect(description).toMatch(/\.$/);
    for (const [name, field] of Object.entries(properties)) {
      expect(field.description, name).toMatch(/\.$/);
    }
  });
});

test('no two examples have the same eventId', () => {
  const ids = types.map((type) => eventExamples[type].eventId);
  expect(new Set(ids).size).toBe(types.length);
});
