import { expect, it } from 'vitest';
import { flyerUrl } from './flyer-url.ts';

it.each([
  ['https://img.example.com', 'shows/A/x.png', 'https://img.example.com/shows/A/x.png'],
  ['https://example.com/img/', 'a b.png', 'https://example.com/img/a%20b.png'],
  ['https://example.com', 'a%20b.png', 'https://example.com/a%2520b.png'],
  ['https://example.com', 'Was?#.png', 'https://example.com/Was%3F%23.png'],
])('below %s the object %s is at %s', (base, key, url) => {
  expect(flyerUrl(base, key)).toBe(url);
});
