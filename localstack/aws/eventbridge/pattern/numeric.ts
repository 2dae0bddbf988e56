import { isJsonList, type Json } from '../json.ts';
import type { ValueTest } from './event-pattern.ts';
import { InvalidPatternError } from './invalid-pattern-error.ts';

/**
 * Numeric matching takes no number beyond this, in a pattern or an event.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
const LARGEST = 5e9;

type Comparison = (value: number, bound: number) => boolean;

const COMPARISONS: ReadonlyMap<Json | undefined, Comparison> = new Map([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);

/** One comparison such as `["<", 10]`, or a range from its lower bound: `[">", 0, "<=", 5]`. */
export const numeric = (argument: Json): ValueTest => {
  if (!isJsonList(argument)) throw new InvalidPatternError('Value of numeric must be an array.');
  const [operator, value, upper, top, ...more] = argument;
  const compare = COMPARISONS.get(operator);
  if (compare === undefined) {
    throw new InvalidPatternError(`Unrecognized numeric range operator: ${String(operator)}`);
  }
  const bound = numberAfter(operator, value);
  if (upper === undefined) return (candidate) => isInReach(candidate) && compare(candidate, bound);
  if (!(operator === '>' || operator === '>=') || more.length > 0) {
    throw new InvalidPatternError('Too many elements in numeric expression');
  }
  const compareTop = upper === '<' || upper === '<=' ? COMPARISONS.get(upper) : undefined;
  if (compareTop === undefined) {
    throw new InvalidPatternError(`Bad numeric range operator: ${String(upper)}`);
  }
  const topBound = numberAfter(upper, top);
  if (bound >= topBound) throw new InvalidPatternError('Bottom must be less than top');
  return (candidate) =>
    isInReach(candidate) && compare(candidate, bound) && compareTop(candidate, topBound);
};

const numberAfter = (operator: Json | undefined, value: Json | undefined): number => {
  if (typeof value !== 'number') {
    throw new InvalidPatternError(`Value of ${String(operator)} must be numeric`);
  }
  if (isInReach(value)) return value;
  throw new InvalidPatternError(`Value must be between ${-LARGEST} and ${LARGEST}, inclusive`);
};

const isInReach = (value: Json): value is number =>
  typeof value === 'number' && Math.abs(value) <= LARGEST;
