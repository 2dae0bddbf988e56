import type { FunctionId } from '@willcall/topology';
import * as z from 'zod';
import { findByType, payingTemplates, type StageTemplates } from './stage.fixture.ts';

const OneOrMore = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);

const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMore.pipe(z.string().array()),
  Resource: OneOrMore.optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});

const Document = z.object({ Statement: z.array(Statement) });

const Policy = z.object({
  PolicyDocument: Document,
  Roles: z.array(z.object({ Ref: z.string() })).default([]),
});

const Role = z.object({ Policies: z.array(z.object({ PolicyDocument: Document })).default([]) });

/** What a role is allowed. Each resource is one string that contains its name or logical id. */
export type Allowed = {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
};

/** Finds all that roles are allowed in a stage, by inline policies and separate ones. */
export const findAllowed = (templates: StageTemplates): Allowed[] => [
  ...findByType(templates, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) => {
    const { PolicyDocument, Roles } = Policy.parse(Properties);
    return Roles.flatMap(({ Ref }) => allowed(`${id.split('/')[0]}/${Ref}`, PolicyDocument));
  }),
  ...findByType(templates, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
    Role.parse(Properties).Policies.flatMap(({ PolicyDocument }) => allowed(id, PolicyDocument)),
  ),
];

const allowed = (role: string, document: z.infer<typeof Document>): Allowed[] =>
  document.Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({
    role,
    actions: statement.Action,
    resources: (statement.Resource ?? []).map(asText),
    condition: statement.Condition,
  }));

const asText = (resource: unknown): string =>
  typeof resource === 'string' ? resource : JSON.stringify(resource);

/** Finds all that the role of a function is allowed in prod's templates, with the functions of payments. */
export const findAllowedFor = (id: FunctionId): Allowed[] => {
  const role = new RegExp(`Compute/${id.replaceAll('-', '')}Role[0-9A-F]{8}$`);
  return findAllowed(payingTemplates('prod')).filter((allowed) => role.test(allowed.role));
};
