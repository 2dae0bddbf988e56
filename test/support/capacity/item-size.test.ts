import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Item, itemSize } from './item-size.ts';
import { createScratchTable, localDynamo } from './scratch-table.ts';

describe("AWS's published examples", () => {
  it('an item with shirt-color "R" and shirt-size "M" has 23 bytes', () => {
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
    expect(itemSize({ 'shirt-color': { S: 'R' }, 'shirt-size': { S: 'M' } })).toBe(23);
  });

  // The sentences are from
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
  it.each<[string, Item[string], number]>([
    ['a string has its UTF-8 bytes', { S: 'Zoë €' }, 8],
    ['a binary has its raw bytes, not those of base64', { B: new Uint8Array(10) }, 10],
    ['a Boolean has 1 byte', { BOOL: false }, 1],
    ['a null has 1 byte', { NULL: true }, 1],
    ['an empty List has 3 bytes', { L: [] }, 3],
    ['an empty Map has 3 bytes', { M: {} }, 3],
    ['each List element has 1 byte more', { L: [{ S: 'ab' }, { S: 'c' }] }, 3 + 1 + 2 + 1 + 1],
    ['each Map element has its name and 1 byte more', { M: { ab: { S: 'cd' } } }, 3 + 1 + 2 + 2],
    ['1 byte per two significant digits, and 1 byte', { N: '123456' }, 3 + 1],
    ['leading zeroes are trimmed', { N: '0000123456' }, 3 + 1],
    ['trailing zeroes are trimmed', { N: '1234560000' }, 3 + 1],
    ['38 significant digits have 20 bytes', { N: '12345678901234567890123456789012345678' }, 20],
  ])('%s', (_sentence, value, bytes) => {
    expect(itemSize({ name: value })).toBe('name'.length + bytes);
  });
});

describe('cases that AWS does not document', () => {
  it.each<[string, Item[string], number]>([
    ['zero', { N: '0' }, 1],
    ['a negative number', { N: '-12' }, 3],
    ['an odd number of digits', { N: '123' }, 3],
    ['digits on both sides of the point', { N: '123.4' }, 4],
    ['a fraction', { N: '0.001' }, 2],
    ['an exponent', { N: '1.5E+20' }, 3],
    ['a string set', { SS: ['a', 'bc'] }, 3],
    ['a number set', { NS: ['1', '123'] }, 5],
    ['a binary set', { BS: [new Uint8Array(3), new Uint8Array(4)] }, 7],
  ])('%s has the size that DynamoDB Local counts', (_what, value, bytes) => {
    expect(itemSize({ n: value })).toBe(1 + bytes);
  });

  it('the size at which an item starts a second write unit matches DynamoDB Local to the byte for any content', async () => {
    const table = await createScratchTable();
    const client = new DynamoDBClient(localDynamo());
    const unitsOfPut = async (Item: Item) => {
      const put = { TableName: table, Item, ReturnConsumedCapacity: 'TOTAL' } as const;
      return (await client.send(new PutItemCommand(put))).ConsumedCapacity?.CapacityUnits;
    };
    let puts = 0;
    await fc.assert(
      fc.asyncProperty(anyAttribute, async (value) => {
        puts += 1;
        const key = { pk: { S: 'p' }, sk: { S: String(puts).padStart(4, '0') } };
        const filled = (fill: string): Item => ({ ...key, value, fill: { S: fill } });
        const filling = 1024 - itemSize(filled(''));
        expect(await unitsOfPut(filled('x'.repeat(filling)))).toBe(1);
        const next = { ...filled('x'.repeat(filling + 1)), sk: { S: `n${key.sk.S.slice(1)}` } };
        expect(await unitsOfPut(next)).toBe(2);
      }),
      { numRuns: 60 },
    );
    client.destroy();
  });
});

const decimal = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.stringMatching(/^[0-9]{1,19}$/),
    fc.constantFrom('', '.'),
    fc.stringMatching(/^[0-9]{1,19}$/),
    fc.constantFrom('', 'E-80', 'E+7', 'e80'),
  )
  .map((parts) => parts.join(''));

const { attribute: anyAttribute } = fc.letrec<{ attribute: Item[string] }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ S: fc.string({ unit: 'binary', maxLength: 12 }) }),
    fc.record({ N: decimal }),
    fc.record({ B: fc.uint8Array({ minLength: 1, maxLength: 12 }) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.record({ SS: fc.uniqueArray(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 4 }) }),
    fc.record({ L: fc.array(tie('attribute'), { maxLength: 4 }) }),
    fc.record({
      M: fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), tie('attribute'), { maxKeys: 4 }),
    }),
  ),
}));
