import { expect, test } from 'vitest';
import { createIntent, startTestStripe } from '../local-stripe.fixture.ts';
import { parseForm } from './form.ts';

test.each([
  ['amount=5&currency=usd', { amount: '5', currency: 'usd' }],
  ['metadata[a]=1&metadata[b%5D]=2', { metadata: { a: '1' }, 'metadata[b]]': '2' }],
  ['expand[]=a&expand[]=b', { expand: { 0: 'a', 1: 'b' } }],
  ['created[gte]=1&created[lte]=2', { created: { gte: '1', lte: '2' } }],
  ['a[b][0][c]=1', { a: { b: { 0: { c: '1' } } } }],
  ['__proto__[x]=1', { ['__proto__']: { x: '1' } }],
  ['text=a%26b+c', { text: 'a&b c' }],
])('%s is parsed', (text, expected) => {
  expect(JSON.stringify(parseForm(text))).toBe(JSON.stringify(expected));
});

test('metadata has numbers for names, too, and an empty value is no value', async () => {
  const { stripe } = await startTestStripe();
  const { metadata } = await createIntent(stripe, { metadata: { 2026: 'a', 7: 'b', none: '' } });
  expect(metadata).toEqual({ 2026: 'a', 7: 'b' });
});
