/** The partition of the by-start index in which the titles stand, in order of name. No month is called so. */
export const TITLES_PARTITION = '#titles';

/** The item of the Shows table that stands for a name, whatever number of shows has it. */
export const titleKey = (name: string): string => `#title#${name}`;
