/** Replaces the SDK's cache of discovered endpoints in every bundle. The DynamoDB client makes one and never uses it. */
export class EndpointCache {}
