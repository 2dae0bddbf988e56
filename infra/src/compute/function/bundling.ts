import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';

/**
 * CommonJS packages that esbuild has put into an ES module ask for Node's own modules by `require`,
 * which there is none of.
 * Source: https://esbuild.github.io/content-types/#commonjs-modules
 */
const REQUIRE_BANNER =
  "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";

/** By name of what is imported, what is put into a bundle instead; from the top of the repository. */
export const ALIASES = {
  '@aws-sdk/credential-provider-node': './infra/src/compute/function/function-credentials.ts',
} as const;

/** How every function is bundled: by the local esbuild, with all that it needs, the SDK too. */
export const bundling: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  sourceMap: true,
  // The map names lines; the lines themselves stand in the repository.
  sourcesContent: false,
  // Of packages that have both, the ES modules: what is not used falls away.
  mainFields: ['module', 'main'],
  esbuildArgs: {
    '--conditions': 'module',
    ...Object.fromEntries(
      Object.entries(ALIASES).map(([name, file]) => [`--alias:${name}`, file] as const),
    ),
  },
  externalModules: [],
  banner: REQUIRE_BANNER,
  logLevel: LogLevel.WARNING,
  forceDockerBundling: false,
};
