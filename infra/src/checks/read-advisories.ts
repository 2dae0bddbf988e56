import { parseJson } from '@willcall/contracts';
import * as z from 'zod';

const Audited = z.object({
  auditReportVersion: z.number(),
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), range: z.string().optional() }),
  ),
});

const Refused = z.object({ statusCode: z.number() });

export type Advisories =
  | { readonly kind: 'audited'; readonly severe: readonly string[] }
  | { readonly kind: 'no-endpoint' }
  | { readonly kind: 'failed' };

/** The severities of `--audit-level=high`. Source: https://docs.npmjs.com/cli/v11/commands/npm-audit */
const SEVERE: ReadonlySet<string> = new Set(['high', 'critical']);

/** The status codes of a registry without the audit endpoint. Most mirrors have no advisories. */
const NO_ENDPOINT: ReadonlySet<number> = new Set([404, 405, 501]);

/** Parses the output of `npm audit --json`. */
export const readAdvisories = (printed: string): Advisories => {
  const json = parseJson(printed);
  const audited = Audited.safeParse(json);
  if (audited.success) {
    const found = Object.entries(audited.data.vulnerabilities);
    return {
      kind: 'audited',
      severe: found.flatMap(([name, { severity, range }]) =>
        SEVERE.has(severity) ? `${name} ${range ?? ''} (${severity})` : [],
      ),
    };
  }
  const refused = Refused.safeParse(json);
  const isMissing = refused.success && NO_ENDPOINT.has(refused.data.statusCode);
  return isMissing ? { kind: 'no-endpoint' } : { kind: 'failed' };
};
