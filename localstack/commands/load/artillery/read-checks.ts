import { stripVTControlCharacters } from 'node:util';

/** One threshold of artillery's `ensure`, e.g. `willcall.unexpected == 0`. */
export type Check = { readonly expression: string; readonly holds: boolean };

/** The thresholds that artillery's output tells of. */
export const readChecks = (output: string): Check[] =>
  stripVTControlCharacters(output)
    .split('\n')
    .flatMap((line) => {
      const [, verdict, expression] = /^(ok|fail): (.+)$/.exec(line.trim()) ?? [];
      return expression === undefined ? [] : [{ expression, holds: verdict === 'ok' }];
    });
