/** An event pattern that can never be used; the message is the reason, in the words of AWS. */
export class InvalidPatternError extends Error {
  override readonly name = 'InvalidPatternError';
}
