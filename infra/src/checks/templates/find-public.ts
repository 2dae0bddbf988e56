import { allowStatements } from './policy-statements.ts';
import { resourcesOf, type StackTemplate } from './stack-template.ts';

/** All that an S3 bucket can be closed with. */
const CLOSED = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
} as const;

/**
 * What anybody could reach without asking the HTTP API: open buckets, function URLs, and whatever is
 * allowed to everybody.
 *
 * @returns a line for each
 */
export const findPublic = (templates: readonly StackTemplate[]): string[] => [
  ...openBuckets(templates),
  ...resourcesOf(templates, 'AWS::Lambda::Url').map(({ place }) => `${place}: a function URL`),
  ...resourcesOf(templates, 'AWS::Lambda::Permission').flatMap(({ place, Properties }) =>
    Properties?.Principal === '*' ? `${place}: anybody may invoke` : [],
  ),
  ...allowStatements(templates).flatMap(({ place, principals, actions }) =>
    principals.includes('*') ? `${place}: ${actions.join(', ')} for everybody` : [],
  ),
];

const openBuckets = (templates: readonly StackTemplate[]): string[] =>
  resourcesOf(templates, 'AWS::S3::Bucket').flatMap(({ place, Properties }) => {
    const access = (Properties?.PublicAccessBlockConfiguration ?? {}) as Record<string, unknown>;
    const open = Object.keys(CLOSED).filter((setting) => access[setting] !== true);
    return open.length > 0 ? `${place}: without ${open.join(', ')}` : [];
  });
