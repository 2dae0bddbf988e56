import { expect, test } from 'vitest';
import { openSaleStore } from './connection.ts';

const named = {
  AWS_REGION: 'eu-central-1',
  SHOWS_TABLE: 'shows',
  STOCK_TABLE: 'stock',
  JOURNAL_TABLE: 'journal',
  SEATS_TABLE: 'seats',
  PURCHASES_TABLE: 'purchases',
};

test('uses the tables that the environment names', () => {
  const { tables } = openSaleStore(named, undefined);
  expect(tables).toEqual({
    shows: 'shows',
    stock: 'stock',
    journal: 'journal',
    seats: 'seats',
    purchases: 'purchases',
  });
});

test('says what to do if no stack runs and no table is named', () => {
  expect(() => openSaleStore({}, undefined)).toThrow(
    'No stack is running. Start one with npm start, or set the variables of its tables (see --help).',
  );
});

test('names the missing variables if only some are set', () => {
  const { SEATS_TABLE: _, ...part } = named;
  expect(() => openSaleStore(part, undefined)).toThrow(
    'Missing or invalid environment variables: SEATS_TABLE.',
  );
});

test.each([{ SEATS_TABLE: 'seats' }, { WILLCALL_BACKEND: 'aws' }])(
  'with %j, names the missing variables and does not mention a local stack',
  (environment) => {
    expect(() => openSaleStore(environment, undefined)).toThrow(
      /^Missing or invalid environment variables: .*PURCHASES_TABLE.*\.$/,
    );
  },
);
