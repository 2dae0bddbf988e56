import type { FieldError } from '@willcall/contracts';
import type * as z from 'zod/mini';

/** The form of a field name. Anything else, such as a card number, may be a misplaced value. */
const FIELD_NAME = /^[A-Za-z_]{1,32}$/;

type Path = readonly PropertyKey[];

/**
 * Lists every invalid field once, in the order of the request: what it has in its own order, then what it
 * lacks in the order of the schema. No value is repeated.
 *
 * @param others faults that the schema does not see. A field has the schema's fault first.
 */
export function listFieldErrors(
  { issues }: z.core.$ZodError,
  input: unknown,
  others: readonly FieldError[] = [],
): readonly FieldError[] {
  const found = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: [...issue.path, key],
          shown: [...issue.path, FIELD_NAME.test(key) ? key : '?'].join('.'),
          message: 'is not a field of this request',
        }))
      : [{ path: issue.path, shown: issue.path.join('.'), message: issue.message }],
  );
  const more = others.map(({ path, message }) => ({ path: path.split('.'), shown: path, message }));
  const findPosition = createPositionFinder(input);
  const inOrder = [...found, ...more]
    .map((fault) => ({ ...fault, position: findPosition(fault.path) }))
    .toSorted((a, b) => comparePositions(a.position, b.position));
  const first = new Map<string, FieldError>();
  for (const { shown, message } of inOrder) {
    if (!first.has(shown)) first.set(shown, { path: shown, message });
  }
  return [...first.values()];
}

/**
 * Finds the place of each part of a path among its siblings. What is missing comes after everything else.
 * The places in an object are counted once: a body of 16 KiB can have thousands of unknown fields.
 */
function createPositionFinder(input: unknown): (path: Path) => readonly number[] {
  const counted = new Map<object, ReadonlyMap<string, number>>();
  const placesIn = (value: object) => {
    const places =
      counted.get(value) ?? new Map(Object.keys(value).map((key, index) => [key, index] as const));
    counted.set(value, places);
    return places;
  };
  return (path) => {
    const position: number[] = [];
    let at = input;
    for (const part of path) {
      const parent = typeof at === 'object' && at !== null ? at : {};
      position.push(placesIn(parent).get(String(part)) ?? Number.POSITIVE_INFINITY);
      at = Reflect.get(parent, part);
    }
    return position;
  };
}

function comparePositions(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((place, depth) => place !== b[depth]);
  if (different < 0) return a.length - b.length;
  return (a[different] ?? 0) < (b[different] ?? -1) ? -1 : 1;
}
