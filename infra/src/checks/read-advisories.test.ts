import { describe, expect, it } from 'vitest';
import { readAdvisories } from './read-advisories.ts';

describe('the output of npm audit', () => {
  it('names each package with a high or critical advisory, and only those', () => {
    const printed = {
      auditReportVersion: 2,
      vulnerabilities: {
        a: { name: 'a', severity: 'high', range: '<1.2.3' },
        b: { name: 'b', severity: 'moderate', range: '*' },
        c: { name: 'c', severity: 'critical' },
      },
    };
    expect(readAdvisories(JSON.stringify(printed))).toEqual({
      kind: 'audited',
      severe: ['a <1.2.3 (high)', 'c  (critical)'],
    });
  });

  it('distinguishes a registry without advisories from a failed request', () => {
    expect(readAdvisories('{"statusCode":405,"message":"no"}')).toEqual({ kind: 'no-endpoint' });
    expect(readAdvisories('{"statusCode":503}')).toEqual({ kind: 'failed' });
    expect(readAdvisories('{"error":{"code":"ENOTFOUND"}}')).toEqual({ kind: 'failed' });
    expect(readAdvisories('')).toEqual({ kind: 'failed' });
  });
});
