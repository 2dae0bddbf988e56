/** A resource as CloudFormation is told of it. */
export type TemplateResource = {
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
  /** For a person: `Willcall-Dev-Data/PurchasesTable1234`. */
  readonly place: string;
  readonly logicalId: string;
};

/** The resources of some types in all stacks; of every type without a list. */
export const resourcesOf = (
  templates: readonly StackTemplate[],
  ...types: readonly string[]
): NamedResource[] =>
  templates.flatMap(({ stack, resources }) =>
    Object.entries(resources).flatMap(([logicalId, resource]) =>
      types.length === 0 || types.includes(resource.Type)
        ? { ...resource, logicalId, place: `${stack}/${logicalId}` }
        : [],
    ),
  );

/** Every object inside a value, itself included. */
export const objectsIn = (value: unknown): Readonly<Record<string, unknown>>[] => {
  if (value === null || typeof value !== 'object') return [];
  const inside = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inside : [value as Readonly<Record<string, unknown>>, ...inside];
};

/** Every text inside a value, such as the parts of an ARN. */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
};
