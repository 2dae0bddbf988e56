import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { makeArtilleryConfig, readChecks, SCRIPT } from './artillery.ts';

const URL = 'http://127.0.0.1:3000';
const noLimits = { acceptP99: undefined, decisionP99: undefined };

test('each second is a phase, and one without buyers is waited for', () => {
  const { config } = makeArtilleryConfig(URL, [2, 0, 3], noLimits);
  expect(config.target).toBe(URL);
  expect(config.phases).toEqual([
    { duration: 1, arrivalCount: 2 },
    { pause: 1 },
    { duration: 1, arrivalCount: 3 },
  ]);
});

test('latencies are judged only where a limit was given', () => {
  const thresholdsOf = (limits: Parameters<typeof makeArtilleryConfig>[2]) =>
    makeArtilleryConfig(URL, [1], limits).config.plugins.ensure.makeThresholds;
  expect(thresholdsOf(noLimits)).toEqual([]);
  expect(thresholdsOf({ acceptP99: 500, decisionP99: 2_000 })).toEqual([
    { 'willcall.accept_ms.p99': 500 },
    { 'willcall.decision_ms.p99': 2_000 },
  ]);
});

test('the processor that the configuration names is the one of the script', async () => {
  const { processor } = makeArtilleryConfig(URL, [1], noLimits).config;
  expect(await readFile(SCRIPT, 'utf8')).toContain(`processor: ./${basename(processor)}\n`);
});

test("thresholds are read from artillery's output, whatever stands around them", () => {
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
