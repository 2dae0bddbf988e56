import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { makeArtilleryConfig, readChecks, SCRIPT } from './artillery.ts';

const URL = 'http://127.0.0.1:3000';
const noLimits = { acceptP99: undefined, decisionP99: undefined };

test('makes each second a phase, and pauses for a second without buyers', () => {
  const { config } = makeArtilleryConfig(URL, [2, 0, 3], noLimits);
  expect(config.target).toBe(URL);
  expect(config.phases).toEqual([
    { duration: 1, arrivalCount: 2 },
    { pause: 1 },
    { duration: 1, arrivalCount: 3 },
  ]);
});

test('checks latencies only if a limit is given', () => {
  const thresholdsOf = (limits: Parameters<typeof makeArtilleryConfig>[2]) =>
    makeArtilleryConfig(URL, [1], limits).config.plugins.ensure.thresholds;
  expect(thresholdsOf(noLimits)).toEqual([]);
  expect(thresholdsOf({ acceptP99: 500, decisionP99: 2_000 })).toEqual([
    { 'willcall.accept_ms.p99': 500 },
    { 'willcall.decision_ms.p99': 2_000 },
  ]);
});

test('names the same processor as the script', async () => {
  const { processor } = makeArtilleryConfig(URL, [1], noLimits).config;
  expect(await readFile(SCRIPT, 'utf8')).toContain(`processor: ./${basename(processor)}\n`);
});

test("reads thresholds from artillery's output and ignores other lines", () => {
  const output = [
    'Checks:',
    '\u001b[32mok\u001b[39m: willcall.unexpected == 0',
    'fail: willcall.accept_ms.p99 < 5',
    'book: ok: not one',
  ].join('\n');
  expect(readChecks(output)).toEqual([
    { expression: 'willcall.unexpected == 0', holds: true },
    { expression: 'willcall.accept_ms.p99 < 5', holds: false },
  ]);
});
