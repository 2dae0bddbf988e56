import { resolve } from 'node:path';
import { functionAccess } from '@willcall/topology';
import { describe, expect, it } from 'vitest';
import { findSourceFiles } from './structure.ts';

const files = findSourceFiles(resolve(import.meta.dirname, '../..'));
const listPaths = (pattern: RegExp) =>
  files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('no route and no job scans a table:', () => {
  it('only the audit of all records has code for it', () => {
    expect(listPaths(/new ScanCommand\(|paginateScan\(|ExecuteStatement/)).toEqual([
      'shared/store/src/audit/scan-records.ts',
    ]);
    expect(listPaths(/\bscanShowRecords\(/)).toEqual([
      'shared/store/src/audit/audit-missing-show.ts',
      'shared/store/src/audit/gather-facts.ts',
      'shared/store/src/audit/scan-records.ts',
    ]);
  });

  it('no function may scan', () => {
    const actions = Object.values(functionAccess).flatMap(({ tables = {} }) =>
      Object.values(tables).flat(),
    );
    expect(actions).toContain('Query');
    expect(actions).not.toContain('Scan');
  });
});
