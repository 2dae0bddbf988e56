import * as z from 'zod';
import { busName } from '../../local-account.ts';
import type { Deliveries } from '../deliveries.ts';
import { EventsError } from '../events-error.ts';
import type { Rule } from '../rule.ts';
import type { RuleStore } from '../rule-store.ts';

export type EventsContext = {
  readonly buses: ReadonlySet<string>;
  readonly rules: RuleStore;
  readonly deliveries: Deliveries;
  readonly now: () => Date;
  readonly newId: () => string;
};

/**
 * An action of the API: takes the parsed body of a request, and returns the body of the response.
 * MUST throw an EventsError if EventBridge would refuse the request.
 */
export type Operation = (context: EventsContext, input: unknown) => unknown;

/**
 * Returns the name of an existing bus.
 * @throws EventsError ResourceNotFoundException
 */
export const findBus = ({ buses }: EventsContext, nameOrArn: string | undefined): string => {
  const bus = busName(nameOrArn);
  if (buses.has(bus)) return bus;
  throw new EventsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
};

/**
 * Returns an existing rule.
 * @throws EventsError ResourceNotFoundException
 */
export const findRule = (
  context: EventsContext,
  nameOrArn: string | undefined,
  name: string,
): Rule => {
  const bus = findBus(context, nameOrArn);
  const rule = context.rules.find(bus, name);
  if (rule !== undefined) return rule;
  throw new EventsError(
    'ResourceNotFoundException',
    `Rule ${name} does not exist on EventBus ${bus}.`,
  );
};

/** A bus by name or ARN. Optional in every operation. */
export const EventBusName = z.string().min(1).max(1_600).optional();

/**
 * Validates the body of a request.
 * @throws EventsError ValidationException
 */
export const parseInput = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(describe);
  throw new EventsError(
    'ValidationException',
    `${reasons.length} validation error detected: ${reasons.join('; ')}`,
  );
};

const describe = (issue: z.core.$ZodIssue): string => {
  const at = issue.path.length === 0 ? 'the request' : `'${issue.path.join('.')}'`;
  if (issue.code === 'unrecognized_keys') {
    return `${issue.keys.join(', ')} at ${at} is not supported by the local event bus`;
  }
  return `Value at ${at} failed to satisfy constraint: ${issue.message}`;
};

/** The paging input of every list operation. */
export const PageInput = {
  Limit: z.int().min(1).max(100).default(100),
  NextToken: z.string().min(1).max(2_048).optional(),
};

type Page<Item> = { readonly items: readonly Item[]; readonly NextToken?: string };

/** Returns the page of a list, sorted by its keys, that follows the last key of the previous page. */
export const paginate = <Item>(
  sorted: readonly Item[],
  keyOf: (item: Item) => string,
  { Limit, NextToken }: { readonly Limit: number; readonly NextToken?: string | undefined },
): Page<Item> => {
  const after = NextToken && Buffer.from(NextToken, 'base64url').toString();
  const rest = after ? sorted.filter((item) => keyOf(item) > after) : sorted;
  const items = rest.slice(0, Limit);
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) return { items };
  return { items, NextToken: Buffer.from(keyOf(last)).toString('base64url') };
};
