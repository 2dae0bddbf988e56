import { readFileSync } from 'node:fs';
import type { HttpAnswer } from '@willcall/client/checked';
import { known } from '@willcall/contracts';
import { OPENAPI_FILE } from '@willcall/contracts/openapi';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

/** A JSON Schema of the document. It can refer to the document's components. */
export type Schema = AnySchemaObject;

const Schema = z.record(z.string(), z.unknown());

const Response = z.object({
  headers: z
    .record(z.string(), z.object({ required: z.boolean().default(false), schema: Schema }))
    .default({}),
  content: z.record(z.string(), z.object({ schema: Schema })).default({}),
});

const Operation = z.object({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  parameters: z.array(
    z.object({
      in: z.enum(['path', 'query', 'header']),
      name: z.string(),
      required: z.boolean().default(false),
      schema: Schema,
    }),
  ),
  requestBody: z
    .object({
      content: z.object({
        'application/json': z.object({
          schema: Schema,
          examples: z.record(z.string(), z.object({ value: z.unknown() })),
        }),
      }),
    })
    .optional(),
  responses: z.record(z.string(), Response),
});

export type Operation = z.infer<typeof Operation> & {
  readonly method: string;
  readonly path: string;
};

const isReference = (value: object): value is { $ref: string } =>
  '$ref' in value && typeof value.$ref === 'string';

/** Returns the component that a reference names. */
const follow = (reference: string): unknown =>
  reference
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, name) => Object(value)[name], raw);

/** Replaces every reference by what it names, so that readers need not follow any. */
const resolve = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) return resolve(follow(value.$ref));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolve(each)]));
};

const raw: unknown = JSON.parse(readFileSync(OPENAPI_FILE, 'utf8'));
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

/** Every operation of the document, without references. */
export const operations: readonly Operation[] = Object.entries(
  Document.parse(resolve(raw)).paths,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
  })),
);

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));

// ajv-formats has no check of international addresses. The API checks them.
ajv.addFormat('idn-email', true);

const compiled = new WeakMap<Schema, (value: unknown) => readonly string[]>();

/** Lists how a value differs from a schema. Empty if it matches. */
export function listDifferences(schema: Schema, value: unknown): readonly string[] {
  const check = compiled.get(schema) ?? compile(schema);
  compiled.set(schema, check);
  return check(value);
}

const compile = (schema: Schema) => {
  const validate = ajv.compile(schema);
  return (value: unknown): readonly string[] =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message, params }) =>
          `${instancePath || 'it'} ${message} ${JSON.stringify(params)}`.trim(),
        );
};

/** Forbids fields that the schema does not list: the API must not answer what is not described. */
const close = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== 'object' || value === null) return value;
  const closed = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, close(each)]));
  return 'properties' in closed && !('allOf' in closed)
    ? { ...closed, additionalProperties: false }
    : closed;
};

/** The headers of HTTP itself and of the gateway. The document does not list them. */
const UNLISTED = new Set([
  'apigw-requestid',
  'connection',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'www-authenticate',
]);

/** Lists how an answer differs from what the document says about its operation. Empty if it fits. */
export function listUndescribed(operation: Operation, answer: HttpAnswer): readonly string[] {
  const response = operation.responses[answer.status];
  if (response === undefined) return [`status ${answer.status} is not described`];
  return [...checkHeaders(response, answer), ...checkBody(response, answer)];
}

const checkHeaders = (
  { headers }: z.infer<typeof Response>,
  answer: HttpAnswer,
): readonly string[] => {
  const described = new Map(
    Object.entries(headers).map(([name, header]) => [name.toLowerCase(), header]),
  );
  const missing = [...described].filter(
    ([name, { required }]) => required && answer.headers[name] === undefined,
  );
  return [
    ...missing.map(([name]) => `the header ${name} is missing`),
    ...Object.entries(answer.headers).flatMap(([name, value]) => {
      const header = described.get(name);
      if (header === undefined)
        return UNLISTED.has(name) ? [] : [`the header ${name} is not described`];
      return listDifferences(header.schema, value).map((difference) => `${name}: ${difference}`);
    }),
  ];
};

const closedSchemas = new WeakMap<Schema, Schema>();

const checkBody = (
  { content }: z.infer<typeof Response>,
  { headers, body, text }: HttpAnswer,
): readonly string[] => {
  if (Object.keys(content).length === 0) return text === '' ? [] : ['there is a body'];
  const type = known(headers['content-type'], 'content-type');
  const media = content[type];
  if (media === undefined) return [`the content type ${type} is not described`];
  const schema = closedSchemas.get(media.schema) ?? (close(media.schema) as Schema);
  closedSchemas.set(media.schema, schema);
  return listDifferences(schema, body);
};
