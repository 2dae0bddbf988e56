/** A resource of a CloudFormation template. */
type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

/** A synthesized stack. */
export type StackTemplate = {
  readonly stack: string;
  readonly resources: Readonly<Record<string, TemplateResource>>;
};

export type NamedResource = TemplateResource & {
  /** For people to read, e.g. `Willcall-Dev-Data/PurchasesTable1234`. */
  readonly location: string;
  readonly logicalId: string;
};

/** Finds the resources of the given types in all stacks. Without types, finds all resources. */
export const findResources = (
  templates: readonly StackTemplate[],
  ...types: readonly string[]
): NamedResource[] =>
  templates.flatMap(({ stack, resources }) =>
    Object.entries(resources).flatMap(([logicalId, resource]) =>
      types.length === 0 || types.includes(resource.Type)
        ? { ...resource, logicalId, location: `${stack}/${logicalId}` }
        : [],
    ),
  );

/** Finds every object inside a value, including the value itself. */
export const findObjects = (value: unknown): Readonly<Record<string, unknown>>[] => {
  if (value === null || typeof value !== 'object') return [];
  const inside = Object.values(value).flatMap(findObjects);
  return Array.isArray(value) ? inside : [value as Readonly<Record<string, unknown>>, ...inside];
};

/** Finds every string inside a value, such as the parts of an ARN. */
export const findStrings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object'
    ? Object.values(value).flatMap(findStrings)
    : [];
};
