/** The queue for what could not be delivered to a queue. */
export const deadLettersName = (queue: string): string => `${queue}-dead`;
