import type * as z from 'zod/mini';

/** The sentences with which a schema refuses an input; none if it accepts it. */
export const messagesOf = (schema: z.ZodMiniType, input: unknown): string[] =>
  schema.safeParse(input).error?.issues.map((issue) => issue.message) ?? [];

/**
 * The sentence of every text with a card number. It is stated here, and not imported, so that a test
 * notices when it changes.
 */
export const CARD = 'must not contain a card number: send it in card.number only';
