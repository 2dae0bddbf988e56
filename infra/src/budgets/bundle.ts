import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { ALIASES, bundling } from '../compute/function.ts';
import { ENTRIES, REPOSITORY } from '../repository.ts';

/** The names of all deployed functions. Each has an entry file. */
export const listEntryNames = (): string[] =>
  readdirSync(ENTRIES)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replace(/\.ts$/, ''));

export type Bundle = {
  readonly name: string;
  /** The size of the code that Lambda loads, without its source map. */
  readonly bytes: number;
  /** The modules of the bundle and their imports. */
  readonly metafile: Metafile;
  /** The path of the bundle. */
  readonly file: string;
};

/** The options that the stacks pass to esbuild. */
const stackOptions = {
  format: bundling.format,
  minify: bundling.minify,
  target: bundling.target,
  mainFields: bundling.mainFields,
  conditions: bundling.esbuildArgs['--conditions'].split(','),
  alias: { ...ALIASES },
  external: bundling.externalModules,
} as const satisfies BuildOptions;

/**
 * Bundles a function as the stack does, into its own folder.
 *
 * @throws esbuild's BuildFailure
 */
export const bundleEntry = async (name: string, folder: string): Promise<Bundle> => {
  const file = join(folder, name, 'index.js');
  const { metafile } = await build({
    ...stackOptions,
    entryPoints: [join(ENTRIES, `${name}.ts`)],
    outfile: file,
    absWorkingDir: REPOSITORY,
    bundle: true,
    platform: 'node',
    metafile: true,
    logLevel: 'silent',
  });
  const output = Object.entries(metafile.outputs).find(([path]) => path.endsWith('.js'))?.[1];
  return { name, bytes: output?.bytes ?? Number.NaN, metafile, file };
};

const CLIENT =
  /node_modules\/@aws-sdk\/(client-[a-z0-9-]+|nested-clients\/dist-es\/submodules\/[a-z-]+)\//;

const findClient = (path: string): string | undefined => CLIENT.exec(path)?.[1];

/** Lists the paths of the modules that have code in a bundle. */
export const listModules = ({ outputs }: Metafile): string[] =>
  Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : []));

/**
 * Lists the AWS clients in a bundle, such as `client-sqs`. Includes the clients that the SDK nests for
 * its own use, such as STS.
 */
export const listClients = (metafile: Metafile): string[] => {
  const clients = listModules(metafile).flatMap((path) => findClient(path) ?? []);
  return [...new Set(clients)].sort();
};

/** The shortest chain of imports from a bundle's entry to a client. It shows which import to remove. */
export const findImportChain = ({ inputs, outputs }: Metafile, client: string): string[] => {
  const entry = Object.values(outputs).find(({ entryPoint }) => entryPoint)?.entryPoint;
  if (entry === undefined) return [];
  const chains: string[][] = [[entry]];
  const seen = new Set([entry]);
  for (const chain of chains) {
    const last = known(chain.at(-1), 'end of a chain');
    if (findClient(last) === client) return chain;
    for (const { path } of inputs[last]?.imports ?? []) {
      if (seen.has(path)) continue;
      seen.add(path);
      chains.push([...chain, path]);
    }
  }
  return [];
};
