/** A record with the same keys, and what `make` makes of each. */
export const eachOf = <Id extends string, Made>(
  definitions: Readonly<Record<Id, unknown>>,
  make: (id: Id) => Made,
): Readonly<Record<Id, Made>> => {
  const ids = Object.keys(definitions) as Id[];
  return Object.fromEntries(ids.map((id) => [id, make(id)])) as Record<Id, Made>;
};
