import { findObjects, type StackTemplate } from '../stacks/stack-template.ts';

/**
 * Finds circular dependencies in a template, each as a list of logical ids. CloudFormation rejects a
 * template that has one. The search follows Ref, Fn::GetAtt, Fn::Sub and DependsOn anywhere in a
 * resource, including its UpdatePolicy.
 */
export function findDependencyCycles({ stack, resources }: StackTemplate): string[] {
  const next = new Map(
    Object.entries(resources).map(([id, resource]) => [
      id,
      referencesIn(resource).filter((to) => to in resources),
    ]),
  );
  const cycles = [...next.keys()].flatMap((start) => {
    const path = pathBack(start, next);
    return path === undefined ? [] : [path];
  });
  // Each resource of a cycle finds the same cycle. Keep the path of the first resource.
  const byMembers = new Map(cycles.toReversed().map((path) => [path.toSorted().join(), path]));
  return [...byMembers.values()].map((path) => `${stack}: ${[...path, path[0]].join(' → ')}`);
}

/** The shortest path from a resource back to itself. */
function pathBack(
  start: string,
  next: ReadonlyMap<string, readonly string[]>,
): string[] | undefined {
  const paths = [[start]];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const to of next.get(path.at(-1) ?? start) ?? []) {
      if (to === start) return path;
      if (seen.has(to)) continue;
      seen.add(to);
      paths.push([...path, to]);
    }
  }
  return undefined;
}

function referencesIn(resource: object): string[] {
  const { DependsOn = [] } = resource as { readonly DependsOn?: string | readonly string[] };
  return [
    ...[DependsOn].flat(),
    ...findObjects(resource).flatMap((each) => [
      ...(typeof each.Ref === 'string' ? [each.Ref] : []),
      ...attributeOwner(each['Fn::GetAtt']),
      ...substituted(each['Fn::Sub']),
    ]),
  ];
}

/** `[id, attribute]`, or `id.attribute`. */
const attributeOwner = (value: unknown): string[] => {
  const owner: unknown = Array.isArray(value) ? value[0] : value;
  return typeof owner === 'string' ? owner.split('.').slice(0, 1) : [];
};

/** The ids in `${id}` and `${id.attribute}`. Variables of the `Fn::Sub` itself name no resource. */
const substituted = (value: unknown): string[] => {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof text !== 'string') return [];
  return [...text.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, id = '']) => id);
};
