import * as z from 'zod';
import { EventsError } from '../events-error.ts';
import { jsonObject } from '../json.ts';
import { matches } from '../pattern/matches.ts';
import { checkedPattern } from './checked-pattern.ts';
import type { Operation } from './operation.ts';
import { parseInput } from './parse-input.ts';

const Input = z.strictObject({ EventPattern: z.string(), Event: z.string() });

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
export const testEventPattern: Operation = (_context, input) => {
  const { EventPattern, Event } = parseInput(Input, input);
  const event = jsonObject(Event);
  if (event === undefined) {
    throw new EventsError('ValidationException', 'Parameter Event is not valid.');
  }
  return { Result: matches(checkedPattern(EventPattern), event) };
};
