import { type Item, itemSize } from './item-size.ts';

/** An item with this key and, by the rule in `itemSize`, of exactly this many bytes. */
export const sizedItem = (sk: string, bytes: number): Item => {
  const bare = { pk: { S: 'p' }, sk: { S: sk }, fill: { S: '' } };
  const missing = bytes - itemSize(bare);
  if (missing < 0) throw new Error(`an item with this key takes ${itemSize(bare)} bytes already`);
  return { ...bare, fill: { S: 'x'.repeat(missing) } };
};
