import * as z from 'zod';
import { EVENT_VERSION, type EventType, eventTypes } from './event-types.ts';
import { eventExamples } from './examples.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What the contracts say of schemas, without the ids of the OpenAPI document, which would make references. */
class Descriptions extends z.core.$ZodRegistry<Record<string, unknown>> {
  override get(schema: z.core.$ZodType): Record<string, unknown> {
    return { ...z.globalRegistry.get(schema), id: undefined };
  }
}

/**
 * The JSON Schema of a part of an event, without references. Events can gain fields, so no object is closed; the
 * limits of a JavaScript integer are not limits of a field.
 */
export const toEventSchema = (contract: z.core.$ZodType): JsonSchema => {
  const { $schema: _, ...schema } = z.toJSONSchema(contract, {
    metadata: new Descriptions(),
    target: 'draft-07',
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  return schema;
};

/** The schema of the `detail` of an event, with its example. */
export const describeDetail = (type: EventType): JsonSchema => ({
  title: type,
  ...toEventSchema(eventTypes[type]),
  examples: [eventExamples[type]],
});

/** The file of each event's schema, by its name. */
export const renderSchemas = (): ReadonlyMap<string, string> =>
  new Map(
    (Object.keys(eventTypes) as EventType[]).map((type) => {
      const schema = {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $id: `urn:willcall:event:${type}:${EVENT_VERSION}`,
        ...describeDetail(type),
      };
      return [`${type}.json`, `${JSON.stringify(schema, undefined, 2)}\n`];
    }),
  );

/** The folder of the committed schemas. */
export const SCHEMAS_FOLDER = new URL('../../events/', import.meta.url);
