const denied: string[] = [];

/** Records a call that a role denied to a function of the current test. */
export const recordDeniedCall = (sentence: string): void => void denied.push(sentence);

/** Returns the denied calls since the last time, and clears them. */
export const takeDeniedCalls = (): string[] => denied.splice(0);
