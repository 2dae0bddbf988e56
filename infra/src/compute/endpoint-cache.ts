/**
 * In the place of the cache of discovered endpoints, in every bundle: the client of DynamoDB makes one, and none of its
 * commands looks into it.
 */
export class EndpointCache {}
