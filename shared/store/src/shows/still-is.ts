/** A part of a condition, and its placeholders. */
export type Condition = {
  /** None when nothing was asked. */
  readonly condition?: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
};

/** The condition that attributes are what was seen of them; `undefined` is what was missing. */
export function stillIs(seen: Readonly<Record<string, unknown>>): Condition {
  const attributes = Object.entries(seen);
  const names = Object.fromEntries(attributes.map(([name]) => [`#was_${name}`, name]));
  const values = Object.fromEntries(
    attributes.flatMap(([name, value]) => (value === undefined ? [] : [[`:was_${name}`, value]])),
  );
  if (attributes.length === 0) return { names, values };
  return { condition: attributes.map(isAs).join(' AND '), names, values };
}

function isAs([name, value]: readonly [string, unknown]): string {
  const isMissing = `attribute_not_exists(#was_${name})`;
  if (value === undefined) return isMissing;
  const isSame = `#was_${name} = :was_${name}`;
  // A counter that an older release did not write reads as 0.
  return value === 0 ? `(${isMissing} OR ${isSame})` : isSame;
}
