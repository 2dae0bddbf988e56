/** A resource as CloudFormation is told of it. */
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
  /** For a person: `Willcall-Dev-Data/PurchasesTable1234`. */
  readonly location: string;
  readonly logicalId: string;
};

/** The resources of some types in all stacks; of every type without a list. */
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

/** Every object inside a value, itself included. */
export const findObjects = (value: unknown): Readonly<Record<string, unknown>>[] => {
  if (value === null || typeof value !== 'object') return [];
  const inside = Object.values(value).flatMap(findObjects);
  return Array.isArray(value) ? inside : [value as Readonly<Record<string, unknown>>, ...inside];
};

/** Every text inside a value, such as the parts of an ARN. */
export const findStrings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object'
    ? Object.values(value).flatMap(findStrings)
    : [];
};

/**
 * Functions that the CDK itself adds to carry a value from one region's stack to another's, here the
 * web ACL's ARN. They run while a stage is deployed, see nobody's data, and take no settings: their
 * names, logs and roles are the CDK's. Their role may read and write the parameters below
 * `/cdk/exports/` of which the names are made during the deployment.
 */
const CDK_OWN = /CustomCrossRegionExport(Reader|Writer)CustomResourceProvider/;

/** Whether a resource is one of them, by its place. */
export const isCdkOwn = (place: string): boolean => CDK_OWN.test(place);
