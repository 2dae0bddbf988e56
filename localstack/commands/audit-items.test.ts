import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getAuditAnchor } from '@willcall/audit';
import { auditItems, auditParts } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { formatAuditItems, formatAuditRows, listAuditItems } from './audit-items.ts';

const runbook = readFileSync(join(import.meta.dirname, '../../infra/RUNBOOK.md'), 'utf8');
const chapter = runbook.slice(runbook.indexOf('\n## What the audit checks\n'));

describe.each(auditParts)("the runbook's section on %s", (part) => {
  const section = chapter.split('\n### ').find((text) => text.startsWith(`audit-${part}\n`)) ?? '';

  it('lists exactly the items that the audit checks', () => {
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    expect(rows).toEqual(formatAuditRows(part));
  });

  it('is where a difference sends its reader', () => {
    for (const name of listAuditItems(part)) {
      expect(getAuditAnchor(name)).toBe(`infra/RUNBOOK.md#audit-${part}`);
    }
  });
});

it('the help lists every item, and marks those of the stock, the sums and those that need all records', () => {
  const lines = formatAuditItems().split('\n');
  expect(lines).toHaveLength(auditParts.length + Object.keys(auditItems).length);
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}\* CAPACITY +Available, held and sold/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}= SEATS_FREE +The number of free/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {2}\+ LEDGER_KEY +A ledger is stored/));
  expect(lines).toContainEqual(expect.stringMatching(/^ {4}SEAT_MISSING +Every seat/));
});
