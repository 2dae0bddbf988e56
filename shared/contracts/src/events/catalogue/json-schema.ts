import * as z from 'zod';

const Field = z.object({
  type: z.string().optional(),
  const: z.union([z.string(), z.number(), z.boolean()]).optional(),
  enum: z.array(z.string()).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  get items() {
    return Field.optional();
  },
  get properties() {
    return z.record(z.string(), Field).optional();
  },
});

/** Of a field's JSON Schema, what the catalogue tells. */
export type Field = z.infer<typeof Field>;

const ObjectSchema = z.object({
  description: z.string(),
  properties: z.record(z.string(), Field),
  required: z.array(z.string()).default([]),
});

/** Of an event's JSON Schema, what the catalogue tells. */
export type ObjectSchema = z.infer<typeof ObjectSchema>;

/** @throws ZodError when the contract has no description. */
export const jsonSchema = (contract: z.ZodType): ObjectSchema =>
  ObjectSchema.parse(z.toJSONSchema(contract));
