/** Where the local AWS answers. */
export type LocalEndpoints = {
  readonly dynamodbEndpoint: string;
  readonly sqsEndpoint: string;
};
