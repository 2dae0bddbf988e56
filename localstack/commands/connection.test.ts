import { expect, test } from 'vitest';
import { openSaleStore } from './connection.ts';

const named = {
  AWS_REGION: 'eu-central-1',
  SHOWS_TABLE: 'shows',
  STOCK_TABLE: 'stock',
  SEATS_TABLE: 'seats',
  PURCHASES_TABLE: 'purchases',
};

test('tables that the environment names are used', () => {
  const { tables } = openSaleStore(named, undefined);
  expect(tables).toEqual({
    shows: 'shows',
    stock: 'stock',
    seats: 'seats',
    purchases: 'purchases',
  });
});

test('without a running stack and with nothing named, one sentence says what to do', () => {
  expect(() => openSaleStore({}, undefined)).toThrow(
    'No stack is running. Start one with npm start, or set the variables of its tables (see --help).',
  );
});

test('what is named in part is an error that tells the rest', () => {
  const { SEATS_TABLE: _, ...part } = named;
  expect(() => openSaleStore(part, undefined)).toThrow(
    'Missing or invalid environment variables: SEATS_TABLE.',
  );
});

test.each([{ SEATS_TABLE: 'seats' }, { WILLCALL_BACKEND: 'aws' }])(
  'who names a deployed stage (%j) is told what is missing, and nothing of a local one',
  (environment) => {
    expect(() => openSaleStore(environment, undefined)).toThrow(
      /^Missing or invalid environment variables: .*PURCHASES_TABLE.*\.$/,
    );
  },
);
