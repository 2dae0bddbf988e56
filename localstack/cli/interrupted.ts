/** The exit code of a command that Ctrl-C has ended, as shells report it: 128 + SIGINT. */
export const INTERRUPTED = 130;
