import type { Bought } from './buy-ticket.ts';
import type { Call, SmokeApi } from './smoke-api.ts';
import type { TestShow } from './test-show.ts';

export type Leftovers = {
  readonly bought: Bought | undefined;
  readonly show: TestShow | undefined;
  readonly token: string;
  readonly adminToken: string | undefined;
};

/** Tries everything, also after a step has failed. @returns a sentence for each that did not work */
export const cleanUp = async (
  api: SmokeApi,
  { bought, show, token, adminToken }: Leftovers,
): Promise<string[]> => {
  const calls: readonly { readonly call: Call; readonly wanted: number }[] = [
    ...(bought === undefined
      ? []
      : ([
          { call: { method: 'POST', path: `${bought.location}/cancel`, token }, wanted: 200 },
          { call: { method: 'DELETE', path: bought.location, token }, wanted: 204 },
        ] as const)),
    ...(show?.isOurs
      ? ([
          {
            call: { method: 'DELETE', path: `/v1/shows/${show.showId}`, token: adminToken },
            wanted: 204,
          },
        ] as const)
      : []),
  ];
  const left: string[] = [];
  for (const { call, wanted } of calls) {
    const { method, path } = call;
    const said = await api(call).then(
      ({ status }) => (status === wanted ? undefined : `${status} instead of ${wanted}`),
      (error: Error) => error.message,
    );
    if (said !== undefined) left.push(`${method} ${path}: ${said}.`);
  }
  return left;
};
