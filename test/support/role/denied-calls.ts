const denied: string[] = [];

/** Keeps what a role refused to a function of the test under way. */
export const recordDeniedCall = (sentence: string): void => void denied.push(sentence);

/** What was refused since it was last asked. */
export const takeDeniedCalls = (): string[] => denied.splice(0);
