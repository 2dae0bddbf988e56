import {
  type NamedResource,
  objectsIn,
  resourcesOf,
  type StackTemplate,
} from './stack-template.ts';

export type PolicyStatement = {
  /** Of the resource that it stands in. */
  readonly place: string;
  readonly type: string;
  readonly actions: readonly string[];
  /** As in the template: texts, or objects of CloudFormation's functions. */
  readonly resources: readonly unknown[];
  readonly principals: readonly unknown[];
  readonly condition: unknown;
};

/** Every statement that allows something, in roles, policies, and the policies of resources. */
export const allowStatements = (templates: readonly StackTemplate[]): PolicyStatement[] =>
  resourcesOf(templates).flatMap((resource) =>
    objectsIn(resource.Properties).flatMap((each) =>
      each.Effect === 'Allow' && 'Action' in each ? statement(resource, each) : [],
    ),
  );

const statement = (
  { place, Type }: NamedResource,
  { Action, Resource, Principal, Condition }: Readonly<Record<string, unknown>>,
): PolicyStatement => ({
  place,
  type: Type,
  actions: list(Action) as string[],
  resources: list(Resource),
  principals: principals(Principal),
  condition: Condition,
});

const list = (value: unknown): unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

const principals = (value: unknown): unknown[] => {
  if (value === undefined || typeof value === 'string') return list(value);
  return Object.values(value as Readonly<Record<string, unknown>>).flatMap(list);
};
