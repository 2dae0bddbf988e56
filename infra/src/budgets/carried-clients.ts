import type { Metafile } from 'esbuild';

const CLIENT =
  /node_modules\/@aws-sdk\/(client-[a-z0-9-]+|nested-clients\/dist-es\/submodules\/[a-z-]+)\//;

const clientOf = (path: string): string | undefined => CLIENT.exec(path)?.[1];

/**
 * The AWS clients of which code is in a bundle, such as `client-sqs`; those too that the SDK has nested
 * for its own use, such as STS.
 */
export const carriedClients = ({ outputs }: Metafile): string[] => {
  const modules = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const carried = modules.flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 ? (clientOf(path) ?? []) : [],
  );
  return [...new Set(carried)].sort();
};

/** The shortest way of imports from a bundle's entry to a client: whom to blame. */
export const importChain = ({ inputs, outputs }: Metafile, client: string): string[] => {
  const entry = Object.values(outputs).find(({ entryPoint }) => entryPoint)?.entryPoint;
  if (entry === undefined) return [];
  const ways: string[][] = [[entry]];
  const seen = new Set([entry]);
  for (const way of ways) {
    const last = way.at(-1) ?? '';
    if (clientOf(last) === client) return way;
    for (const { path } of inputs[last]?.imports ?? []) {
      if (seen.has(path)) continue;
      seen.add(path);
      ways.push([...way, path]);
    }
  }
  return [];
};
