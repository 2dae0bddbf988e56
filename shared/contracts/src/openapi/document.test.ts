import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { allRoutes, listProblems } from '../http/all-routes.ts';
import { answers } from '../http/answers.ts';
import { problems } from '../http/problems.ts';
import { describeApi, OPENAPI_FILE, renderApi } from './document.ts';
import { answerExamples } from './examples.ts';
import { hasBodyExamples, requestExamples } from './request-examples.ts';

const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  summary: z.string(),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(z.object({ in: z.string(), name: z.string(), description: z.string() })),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(
      z.string(),
      z.object({ description: z.string(), content: z.record(z.string(), z.unknown()) }),
    ),
  }),
});

const document = Document.parse(describeApi());

test('openapi.json matches the contracts (npx --no-install willcall openapi prints it)', async () => {
  expect(await readFile(OPENAPI_FILE, 'utf8')).toBe(renderApi());
});

describe.each(allRoutes)('$key', (route) => {
  const operation = Operation.parse(document.paths[route.path]?.[route.method.toLowerCase()]);

  it('has its operation id, summary and parameters', () => {
    expect(operation.operationId).toBe(route.id);
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(route.path.match(/\{\w+\}/g) ?? []);
  });

  it('needs a token unless anybody may call it', () => {
    expect(operation.security).toEqual(route.access === 'anybody' ? [] : undefined);
  });

  it('describes its success and every problem', () => {
    expect(operation.responses).toHaveProperty(`${route.status}`);
    for (const code of listProblems(route.id)) {
      const name = z
        .object({ $ref: z.string() })
        .parse(operation.responses[problems[code].status])
        .$ref.replace('#/components/responses/', '');
      expect(document.components.responses[name]?.description).toContain(problems[code].title);
    }
  });

  it('has an example of each body that matches its schema and has no other field', () => {
    const answer = answers[route.id];
    const examples = Object.values(answerExamples[route.id]);
    expect(examples.length > 0).toBe(answer !== undefined);
    for (const { value } of examples) expect(answer?.parse(value)).toEqual(value);
    expect(hasBodyExamples(route.id)).toBe(route.body !== undefined);
    if (!hasBodyExamples(route.id)) return;
    for (const { value } of Object.values(requestExamples[route.id])) {
      expect(route.body?.parse(value)).toMatchObject(value);
    }
  });
});

test('the examples contain no card number but the well-known test number', () => {
  const numbers = renderApi().match(/\b\d{12,19}\b/g) ?? [];
  expect(new Set(numbers)).toEqual(new Set(['4242424242424242']));
});

/** Lists the paths of all fields of a schema that have no description. */
const listUndescribed = (schema: unknown, path: string): readonly string[] => {
  const { properties, items }: Partial<Record<string, unknown>> = Object(schema);
  const inItems = items === undefined ? [] : listUndescribed(items, `${path}[]`);
  const inFields = Object.entries(Object(properties)).flatMap(([name, field]) => [
    ...(Object(field).description === undefined ? [`${path}.${name}`] : []),
    ...listUndescribed(field, `${path}.${name}`),
  ]);
  return [...inItems, ...inFields];
};

test('every field of every schema has a description', () => {
  const { schemas } = document.components;
  expect(Object.entries(schemas).flatMap(([name, each]) => listUndescribed(each, name))).toEqual(
    [],
  );
});
