/**
 * Functions that the CDK itself adds to carry a value from one region's stack to another's, here the
 * web ACL's ARN. They run while a stage is deployed, see nobody's data, and take no settings: their
 * names, logs and roles are the CDK's. Their role may read and write the parameters below
 * `/cdk/exports/` of which the names are made during the deployment.
 */
const CDK_OWN = /CustomCrossRegionExport(Reader|Writer)CustomResourceProvider/;

/** Whether a resource is one of them, by its place. */
export const isCdkOwn = (place: string): boolean => CDK_OWN.test(place);
