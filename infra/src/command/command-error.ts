/** What a person can act on: its message is a whole sentence, and all that a command prints of it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
