import type { Environment, Seams } from '@willcall/lambda';

export function createShowJobs(_environment: Environment, _seams: Seams = {}) {
  return async (): Promise<void> => undefined;
}
