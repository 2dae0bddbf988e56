import { App, type AppProps } from 'aws-cdk-lib';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };

/** What another stack uses cannot be taken away by mistake: CloudFormation refuses the change. */
const STRONG_REFERENCES = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };

/** An app with the behaviour of this release of the library, and not of its first. */
export const makeApp = (context: AppProps['context'] = {}): App =>
  new App({ context: { ...recommended, ...STRONG_REFERENCES, ...context } });
