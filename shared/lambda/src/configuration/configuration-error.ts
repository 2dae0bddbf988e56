/** The function cannot start as it was set up. Names what is wrong and holds no value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly code = 'MISCONFIGURED';
  readonly retryable = false;
}
