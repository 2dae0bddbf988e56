import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differenceParts, differences, getReconcileAnchor } from '@willcall/payments';
import { describe, expect, it } from 'vitest';
import { formatDifferenceRows, formatDifferences, listDifferences } from './difference-list.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../../infra/RUNBOOK.md'), 'utf8');
const chapter = runbook.slice(runbook.indexOf('\n## What the reconciliation finds\n'));

describe.each(differenceParts)("the runbook's section on %s", (part) => {
  const section =
    chapter.split('\n### ').find((text) => text.startsWith(`reconcile-${part}\n`)) ?? '';

  it('lists exactly the differences that a reconciliation finds', () => {
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(formatDifferenceRows(part));
  });

  it('is where a difference sends its reader', () => {
    for (const code of listDifferences(part)) {
      expect(getReconcileAnchor(code)).toBe(`infra/RUNBOOK.md#reconcile-${part}`);
    }
  });
});

it('the help lists every difference, and marks those that have one right answer', () => {
  const lines = formatDifferences().split('\n');
  expect(lines).toHaveLength(differenceParts.length + Object.keys(differences).length);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}\* PAID_TWICE +An intent that/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}AMOUNT_DIFFERS +A confirmed purchase/));
});
